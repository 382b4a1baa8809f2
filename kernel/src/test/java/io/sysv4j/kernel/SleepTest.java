package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Threads asleep in the kernel, and what gets them out. */
class SleepTest extends KernelFixture {
  private static final Sembuf[] TAKE = {Sembuf.of(0, -1)};

  /** A thread that makes a call, and how the call ended. */
  private static final class Caller extends Thread {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Runnable call;
    private volatile boolean wasInterrupted;

    Caller(Runnable call) {
      this.call = call;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        call.run();
      } catch (RuntimeException e) {
        failure.set(e);
      }
      wasInterrupted = isInterrupted();
    }

    Throwable failure() throws InterruptedException {
      KernelFixture.join(this);
      return failure.get();
    }
  }

  private Caller sleeper(int semid, Runnable call) {
    int before = ns.getNcnt(semid, 0);
    Caller caller = new Caller(call);
    caller.start();
    await("asleep", () -> ns.getNcnt(semid, 0) == before + 1);
    return caller;
  }

  @Test
  void shouldAnswerEintrToAnInterruptedSleeperAndLeaveNothing() throws InterruptedException {
    int semid = newSet(0);
    Caller caller = sleeper(semid, () -> ns.semop(semid, 0, -1, Ipc.SEM_UNDO));
    caller.interrupt();
    assertErrno(Errno.EINTR, caller.failure());
    assertTrue(caller.wasInterrupted, "the interrupt status was lost");
    assertEquals(0, ns.getNcnt(semid, 0));
  }

  @Test
  void shouldAnswerEintrAtOnceToACallerThatIsInterruptedAlready() {
    int semid = newSet(0);
    Thread.currentThread().interrupt();
    assertErrno(Errno.EINTR, () -> ns.semop(semid, TAKE));
    assertTrue(Thread.interrupted(), "the interrupt status was lost");
  }

  @Test
  void shouldIgnoreAnInterruptWhereNothingSleeps() {
    int semid = newSet(1);
    Thread.currentThread().interrupt();
    ns.semop(semid, TAKE);
    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, new Sembuf(0, -1, Ipc.IPC_NOWAIT)));
    assertTrue(Thread.interrupted(), "the interrupt status was lost");
    assertEquals(0, ns.getVal(semid, 0));
  }

  /** The interrupt falls before, into and after the moment of falling asleep. */
  @Test
  void shouldLoseNoInterruptWheneverItComes() throws InterruptedException {
    int semid = newSet(0);
    for (int round = 0; round < 3000; round++) {
      Caller caller = new Caller(() -> ns.semop(semid, TAKE));
      caller.start();
      for (int spin = 0; spin < round % 100 * 30; spin++) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      assertErrno(Errno.EINTR, caller.failure());
    }
    assertEquals(0, ns.getNcnt(semid, 0));
  }

  /**
   * A unit given and an interrupt sent at once: success and the unit gone, or EINTR and it there.
   */
  @Test
  void shouldNeitherLoseNorDoubleAUnitThatRacesWithAnInterrupt() throws InterruptedException {
    int semid = newSet(0);
    for (int round = 0; round < 1000; round++) {
      Caller caller = sleeper(semid, () -> ns.semop(semid, TAKE));
      Thread giver = new Thread(() -> ns.semop(semid, 0, 1, 0));
      giver.start();
      caller.interrupt();
      int taken = caller.failure() == null ? 1 : 0;
      join(giver);
      assertEquals(1 - taken, ns.getVal(semid, 0));
      ns.setVal(semid, 0, 0);
    }
  }

  @Test
  void shouldTimeOut() {
    int semid = newSet(0);
    long start = System.nanoTime();
    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, TAKE, Duration.ofMillis(30)));
    assertTrue(System.nanoTime() - start >= 30_000_000, "it came back too early");
    assertEquals(0, ns.getNcnt(semid, 0));
  }

  @Test
  void shouldRefuseABadTimeOutEvenIfNothingSleeps() {
    int semid = newSet(1);
    assertErrno(Errno.EINVAL, () -> ns.semtimedop(semid, TAKE, Duration.ofMillis(-1)));
    assertEquals(1, ns.getVal(semid, 0));
  }

  @Test
  void shouldSleepForTheLongestTimeOut() throws InterruptedException {
    int semid = newSet(0);
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Caller caller = sleeper(semid, () -> ns.semtimedop(semid, TAKE, longest));
    ns.semop(semid, 0, 1, 0);
    assertNull(caller.failure());
  }

  @Test
  void shouldTellASleeperThatItsSetIsRemoved() throws InterruptedException {
    int semid = newSet(0);
    Caller caller = sleeper(semid, () -> ns.semop(semid, TAKE));
    ns.semRmid(semid);
    assertEquals(IpcRemovedException.class, caller.failure().getClass());
  }

  @Test
  void shouldSleepOnlyIfTheOperationThatBlocksMaySleep() throws InterruptedException {
    int semid = newSet(0, 1);
    Sembuf nowait = new Sembuf(1, 0, Ipc.IPC_NOWAIT);
    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, nowait, Sembuf.of(0, -1)));
    Caller caller = sleeper(semid, () -> ns.semop(semid, Sembuf.of(0, -1), nowait));
    ns.semop(semid, 0, 1, 0);
    assertErrno(Errno.EAGAIN, caller.failure());
  }

  @Test
  void shouldWithdrawSleepersOnlyWithTheLastHandle() throws InterruptedException {
    int semid = newSet(0);
    Caller caller = sleeper(semid, () -> ns.semop(semid, TAKE));
    try (IpcNamespace other = IpcNamespace.open("kernel:")) {
      ns.close();
      ns.close();
      assertEquals(1, other.getNcnt(semid, 0));
      assertThrows(IllegalStateException.class, () -> ns.getVal(semid, 0));
      assertThrows(IllegalStateException.class, () -> ns.trySemop(semid, 0, 1, 0));
    }
    assertEquals(IllegalStateException.class, caller.failure().getClass());
    assertFalse(caller.wasInterrupted);
    try (IpcNamespace again = IpcNamespace.open("kernel:")) {
      assertEquals(0, again.getNcnt(semid, 0));
    }
  }
}
