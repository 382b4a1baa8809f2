package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A JVM whose heap is full for some seconds, while others give to its futures, or time is over. */
final class FullHeapMain {
  private static final Sembuf[] TAKE = {Sembuf.of(0, -1)};
  private static final long FULL = 4_000_000_000L;

  private FullHeapMain() {}

  /**
   * Tries.
   *
   * @param args URI and set; the first semaphore is given to by the parent, the second by nobody
   */
  public static void main(String[] args) throws Exception {
    int semid = Integer.parseInt(args[1]);
    try (IpcNamespace ns = IpcNamespace.open(args[0])) {
      warmUp(ns);
      List<CompletableFuture<Void>> granted = new ArrayList<>();
      List<CompletableFuture<Void>> late = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        granted.add(ns.semtimedopAsync(semid, TAKE, null));
        late.add(ns.semtimedopAsync(semid, new Sembuf[] {Sembuf.of(1, -1)}, Duration.ofSeconds(2)));
      }
      Object[] ballast = new Object[1 << 20];
      System.out.println("asleep");
      fill(ballast, System.nanoTime() + FULL);
      ballast = null;
      for (CompletableFuture<Void> future : granted) {
        future.get(60, TimeUnit.SECONDS);
      }
      for (CompletableFuture<Void> future : late) {
        requireLate(future);
      }
      System.out.println("told");
      awaitClock(ns, semid);
      System.out.println("done");
    }
  }

  private static void warmUp(IpcNamespace ns) throws Exception {
    int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    CompletableFuture<Void> future = ns.semtimedopAsync(semid, TAKE, null);
    ns.semop(semid, 0, 1, 0);
    future.get();
    requireLate(ns.semtimedopAsync(semid, TAKE, Duration.ofMillis(1)));
    ns.semRmid(semid);
  }

  /** Fills the heap, and whatever others let go of. */
  private static void fill(Object[] ballast, long until) {
    int count = 0;
    int size = 1 << 20;
    while (System.nanoTime() - until < 0) {
      try {
        ballast[count] = new byte[size];
        count++;
      } catch (OutOfMemoryError full) {
        size = Math.max(size / 2, 16);
      }
    }
  }

  private static void requireLate(CompletableFuture<Void> future) throws Exception {
    try {
      future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IpcException told && told.errno() == Errno.EAGAIN) {
        return;
      }
      throw e;
    }
    throw new IllegalStateException("it got what nobody gave");
  }

  /** The janitor moves the clock that operations read. */
  private static void awaitClock(IpcNamespace ns, int semid) {
    for (int seconds = 0; seconds < 2; seconds++) {
      long last = ns.semStat(semid).semOtime();
      while (ns.semStat(semid).semOtime() == last) {
        ns.semop(semid, 2, 1, 0);
        ns.semop(semid, 2, -1, 0);
      }
    }
  }
}
