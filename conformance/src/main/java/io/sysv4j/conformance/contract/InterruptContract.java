package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@link Thread#interrupt}, the signal of a sleeping call: EINTR, and nothing left behind. */
public abstract class InterruptContract extends Contract {
  /** A contract for one provider. */
  protected InterruptContract(Provider provider) {
    super(provider);
  }

  private void assertInterrupted(Sleeper sleeper) {
    sleeper.interrupt();
    assertEquals(Errno.EINTR, sleeper.result());
    assertTrue(sleeper.wasLeftInterrupted());
  }

  @Test
  void shouldEndAnySleepWithEintr() {
    int semid = set(0, 1);
    assertInterrupted(asleep(semid, op(0, -1)));
    assertInterrupted(asleep(semid, op(1, 0)));
    assertInterrupted(asleep(semid, op(1, -1), undo(0, -1)));
    assertInterrupted(Sleeper.asleep(ns, semid, () -> ns.semop(semid, 0, -1, 0)));

    assertAsleep(0, semid);
    assertValues(semid, 0, 1);
    assertEquals(0, ns.semStat(semid).semOtime());
  }

  @Test
  void shouldEndATimedSleepWithEintr() {
    int semid = set(0);
    Sembuf[] take = {op(0, -1)};

    assertInterrupted(
        Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, take, Duration.ofHours(1))));
    assertInterrupted(Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, take, null)));
    assertAsleep(0, semid);
  }

  @Test
  void shouldEndASleepInAnotherProcess() {
    int semid = set(0);

    assertInterrupted(asleepIn(other(), semid, op(0, -1)));
    assertAsleep(0, semid);
  }

  @Test
  void shouldEndTheSleepOfAThreadThatWasInterruptedBefore() {
    int semid = set(0);
    Sleeper sleeper =
        Sleeper.start(
            () -> {
              Thread.currentThread().interrupt();
              ns.semop(semid, op(0, -1));
            });

    assertEquals(Errno.EINTR, sleeper.result());
    assertTrue(sleeper.wasLeftInterrupted());
  }

  @Test
  void shouldDoWhatCanRunThoughTheThreadWasInterruptedBefore() {
    int semid = set(1);
    Sleeper sleeper =
        Sleeper.start(
            () -> {
              Thread.currentThread().interrupt();
              ns.semop(semid, op(0, -1));
            });

    assertDone(sleeper);
    assertTrue(sleeper.wasLeftInterrupted());
    assertValues(semid, 0);
  }

  @Test
  void shouldLeaveOtherSleepersAlone() {
    int semid = set(0);
    Sleeper first = asleep(semid, op(0, -1));
    Sleeper second = asleep(semid, op(0, -1));
    Sleeper third = asleepIn(other(), semid, op(0, -1));
    assertInterrupted(second);
    assertAsleep(2, semid);
    assertFalse(first.hasReturned());
    ns.semop(semid, 0, 1, 0);
    assertDone(first);
    ns.semop(semid, 0, 1, 0);

    assertDone(third);
    assertValues(semid, 0);
  }

  @Test
  void shouldLoseNoUnitWhenGrantAndInterruptRace() {
    int semid = set(0);
    int done = 0;
    for (int round = 0; round < 100; round++) {
      Sleeper sleeper = asleep(semid, op(0, -1));
      Sleeper giver = Sleeper.start(() -> ns.semop(semid, 0, 1, 0));
      sleeper.interrupt();
      Errno result = sleeper.result();
      assertDone(giver);
      if (result == Errno.SUCCESS) {
        done++;
      } else {
        assertEquals(Errno.EINTR, result);
      }
      assertEquals(round + 1 - done, ns.getVal(semid, 0), "units left, " + done + " taken");
      if (ns.getVal(semid, 0) > 0) {
        ns.setVal(semid, 0, 0);
        done++;
      }
    }
  }
}
