package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code semtimedop}: the time-out, and what it leaves behind. */
public abstract class TimeoutContract extends Contract {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Duration.ofHours(1);

  /** A contract for one provider. */
  protected TimeoutContract(Provider provider) {
    super(provider);
  }

  private static Sembuf[] array(Sembuf... sops) {
    return sops;
  }

  @Test
  void shouldAnswerEagainNoEarlierThanTheTimeout() {
    int semid = set(0);
    long start = System.nanoTime();
    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(op(0, -1)), SHORT));

    long slept = System.nanoTime() - start;
    assertTrue(slept >= SHORT.toNanos(), () -> "slept " + slept + " ns");
    assertAsleep(0, semid);
    assertValues(semid, 0);
  }

  @Test
  void shouldTimeOutForZeroAndForArrays() {
    int semid = set(1, 0);

    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(op(0, 0)), SHORT));
    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(op(0, -1), op(1, -1)), SHORT));
    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(undo(1, -1)), SHORT));
    assertAsleep(0, semid);
    assertValues(semid, 1, 0);
    assertEquals(0, ns.semStat(semid).semOtime());
  }

  @Test
  void shouldNotSleepWithATimeoutOfZero() {
    int semid = set(0);

    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(op(0, -1)), Duration.ZERO));
    ns.semtimedop(semid, array(op(0, 1)), Duration.ZERO);
    assertValues(semid, 1);
  }

  @Test
  void shouldNotTimeOutWhatCanRun() {
    int semid = set(1);
    ns.semtimedop(semid, array(op(0, -1)), Duration.ofNanos(1));

    assertValues(semid, 0);
  }

  @Test
  void shouldRunBeforeALongTimeout() {
    int semid = set(0);
    Sleeper sleeper = Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, array(op(0, -1)), LONG));
    other().semop(semid, 0, 1, 0);

    assertDone(sleeper);
    assertValues(semid, 0);
  }

  @Test
  void shouldTakeTheLongestTimeout() {
    int semid = set(0);
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Sleeper sleeper =
        Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, array(op(0, -1)), forever));
    ns.semop(semid, 0, 1, 0);

    assertDone(sleeper);
  }

  @Test
  void shouldLeaveOtherSleepersAlone() {
    int semid = set(0);
    Sleeper first = asleep(semid, op(0, -1));
    IpcNamespace other = other();
    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, array(op(0, -1)), SHORT));
    assertErrno(Errno.EAGAIN, () -> other.semtimedop(semid, array(op(0, -1)), SHORT));
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    assertDone(first);
  }

  @Test
  void shouldLeaveTheQueueInOrder() {
    int semid = set(0);
    Sleeper first = asleep(semid, op(0, -1));
    Sleeper second = Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, array(op(0, -1)), SHORT));
    Sleeper third = asleep(semid, op(0, -1));
    assertEquals(Errno.EAGAIN, second.result());
    ns.semop(semid, 0, 1, 0);
    assertDone(first);
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    assertDone(third);
  }

  @Test
  void shouldNotTimeOutAnUnitTwice() {
    int semid = set(0);
    int given = 200;
    Sleeper giver =
        Sleeper.start(
            () -> {
              for (int i = 0; i < given; i++) {
                ns.semop(semid, 0, 1, 0);
              }
            });
    int taken = 0;
    while (taken < given) {
      try {
        ns.semtimedop(semid, array(op(0, -1)), Duration.ofNanos(20_000));
        taken++;
      } catch (IpcException e) {
        assertEquals(Errno.EAGAIN, e.errno());
      }
    }
    assertDone(giver);
    assertValues(semid, 0);
  }
}
