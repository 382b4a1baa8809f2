package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes each call there is on a namespace that may be damaged. An answer is fine, and so is an
 * {@link IpcException}; anything else is thrown.
 */
final class Exercise {
  private final IpcNamespace ns;
  private final Random random;

  Exercise(IpcNamespace ns, Random random) {
    this.ns = ns;
    this.random = random;
  }

  /** A call. */
  private interface Call {
    void make() throws Exception;
  }

  private static void attempt(Call call) {
    try {
      call.make();
    } catch (IpcException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("no message", e);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything once, in the end removals. */
  void everything() {
    for (int set = 0; set < 4; set++) {
      int key = Image.KEY + set;
      attempt(() -> set(ns.semget(key, Image.SEMS, Ipc.IPC_CREAT | 0600)));
    }
    for (int segment = 0; segment < 3; segment++) {
      int key = Image.KEY + segment;
      attempt(() -> segment(ns.shmget(key, 4000, Ipc.IPC_CREAT | 0600)));
    }
    attempt(() -> ns.semget(Ipc.IPC_PRIVATE, 2, 0600));
    for (int index = 0; index < 10; index++) {
      int at = index;
      attempt(() -> ns.semStatAnyAt(at));
      attempt(() -> ns.shmStatAt(at));
      attempt(() -> ns.semRmid(ns.semStatAt(at).semid()));
      attempt(() -> ns.shmRmid(ns.shmStatAt(at).shmid()));
    }
    attempt(ns::semInfo);
    attempt(ns::shmInfo);
  }

  /** Some calls on a set. */
  void set(int semid) {
    int sem = random.nextInt(Image.SEMS);
    attempt(() -> ns.getAll(semid));
    attempt(() -> ns.getVal(semid, sem));
    attempt(() -> ns.getPid(semid, sem));
    attempt(() -> ns.getNcnt(semid, sem));
    attempt(() -> ns.getZcnt(semid, sem));
    attempt(() -> ns.trySemop(semid, sem, 1, 0));
    attempt(() -> ns.trySemop(semid, sem, -1, Ipc.SEM_UNDO));
    attempt(() -> ns.trySemop(semid, new Sembuf(0, 1, 0), new Sembuf(1, -1, Ipc.SEM_UNDO)));
    attempt(() -> ns.semtimedop(semid, new Sembuf[] {new Sembuf(sem, -9, 0)}, micros()));
    attempt(() -> ns.semtimedop(semid, new Sembuf[] {new Sembuf(sem, 0, 0)}, micros()));
    attempt(() -> future(semid, sem));
    attempt(() -> ns.setVal(semid, sem, 2));
    attempt(() -> ns.semop(semid, new Sembuf(0, 3, 0), new Sembuf(1, 3, 0), new Sembuf(2, 3, 0)));
    attempt(() -> ns.setAll(semid, 1, 1, 1));
    attempt(() -> ns.semStat(semid));
    attempt(() -> ns.semSet(semid, ns.semStat(semid).perm()));
  }

  private Duration micros() {
    return Duration.ofNanos(random.nextInt(300_000));
  }

  private void future(int semid, int sem) throws Exception {
    Sembuf[] sops = {new Sembuf(sem, -5, 0), new Sembuf((sem + 1) % Image.SEMS, -1, 0)};
    try {
      ns.semtimedopAsync(semid, sops, micros()).get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IpcException)) {
        throw new IllegalStateException("a future failed", e.getCause());
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("a future hangs", e);
    }
  }

  private void segment(int shmid) {
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      memory.buffer(0, 8).putLong(0, 1);
      attempt(() -> ns.shmStat(shmid));
    }
    attempt(() -> ns.shmSet(shmid, ns.shmStat(shmid).perm()));
    attempt(() -> ns.shmLock(shmid));
  }
}
