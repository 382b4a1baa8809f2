package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/** Sleeping until the set allows the operations, and the errors that come late. */
public abstract class SleepContract extends Contract {
  private static final int MAX = Ipc.SEMVMX;

  /** A contract for one provider. */
  protected SleepContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldSleepUntilAnotherProcessGives() {
    int semid = set(0);
    Sleeper sleeper = asleep(semid, op(0, -2));
    IpcNamespace other = other();
    other.semop(semid, 0, 1, 0);
    assertAsleep(1, semid);
    assertFalse(sleeper.hasReturned());
    other.semop(semid, 0, 1, 0);

    assertValues(semid, 0);
    assertDone(sleeper);
  }

  @Test
  void shouldWakeASleeperInAnotherProcess() {
    int semid = set(0);
    Sleeper sleeper = asleepIn(other(), semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);

    assertValues(semid, 0);
    assertDone(sleeper);
  }

  @Test
  void shouldSleepUntilZero() {
    int semid = set(2);
    Sleeper here = asleep(semid, op(0, 0));
    Sleeper there = asleepIn(other(), semid, op(0, 0));
    ns.semop(semid, 0, -1, 0);
    assertAsleep(2, semid);
    ns.semop(semid, 0, -1, 0);

    assertAsleep(0, semid);
    assertDone(here, there);
  }

  @Test
  void shouldSleepInTheFormWithoutAnArray() {
    int semid = set(0, 1);
    Sleeper take = Sleeper.asleep(ns, semid, () -> ns.semop(semid, 0, -1, 0));
    Sleeper zero = Sleeper.asleep(ns, semid, () -> ns.semop(semid, 1, 0, 0));
    ns.semop(semid, op(0, 1), op(1, -1));

    assertValues(semid, 0, 0);
    assertDone(take, zero);
  }

  @Test
  void shouldSleepInTheThreadFormOfSemtimedopWithoutATimeout() {
    int semid = set(0);
    Sleeper sleeper =
        Sleeper.asleep(ns, semid, () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, null));
    ns.semop(semid, 0, 1, 0);

    assertDone(sleeper);
  }

  @Test
  void shouldKeepSleepingAcrossStopAndContinue() {
    int semid = set(0);
    PeerJvm peer = peer();
    Sleeper sleeper = asleepIn(peer.namespace(), semid, op(0, -1));
    peer.stop();
    peer.resume();
    assertEquals(0, peer.namespace().getVal(semid, 0)); // it has come back to life
    assertFalse(sleeper.hasReturned());
    ns.semop(semid, 0, 1, 0);

    assertDone(sleeper);
    assertValues(semid, 0);
  }

  @Test
  void shouldWaitForAllOfAnArray() {
    int semid = set(0, 0);
    Sleeper both = asleep(semid, op(0, -1), op(1, -1));
    ns.semop(semid, 0, 1, 0);
    assertValues(semid, 1, 0);
    ns.semop(semid, 0, -1, 0);
    ns.semop(semid, 1, 1, 0);
    assertValues(semid, 0, 1);
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    assertDone(both);
    assertValues(semid, 0, 0);
  }

  @Test
  void shouldAnswerErangeLate() {
    int semid = set(MAX, 0);
    Sleeper overflow = asleep(semid, op(1, -1), op(0, 1));
    ns.semop(semid, 1, 1, 0);

    assertEquals(Errno.ERANGE, overflow.result());
    assertValues(semid, MAX, 1);
    assertAsleep(0, semid);
  }

  @Test
  void shouldAnswerErangeLateForAnAdjustment() {
    int semid = set(0, 0);
    ns.semop(semid, undo(0, MAX), op(0, -MAX));
    ns.semop(semid, undo(0, 1), op(0, -1));
    Sleeper overflow = asleep(semid, op(1, -1), undo(0, 1));
    ns.semop(semid, 1, 1, 0);

    assertEquals(Errno.ERANGE, overflow.result());
    assertValues(semid, 0, 1);
  }

  @Test
  void shouldAnswerEagainLate() {
    int semid = set(0, 0);
    Sleeper sleeper = asleep(semid, op(0, -1), nowait(1, -1));
    ns.semop(semid, 0, 1, 0);

    assertEquals(Errno.EAGAIN, sleeper.result());
    assertValues(semid, 1, 0);
    assertAsleep(0, semid);
  }

  @Test
  void shouldServeSleepersAtTheEndOfSetvalAndSetall() {
    int semid = set(0, 1);
    Sleeper take = asleep(semid, op(0, -1));
    Sleeper zero = asleep(semid, op(1, 0));
    ns.setVal(semid, 0, 2);
    assertDone(take);
    assertAsleep(1, semid);
    Sleeper both = asleep(semid, op(0, -3), op(1, -3));
    ns.setAll(semid, 3, 3);

    assertDone(both, zero);
    assertValues(semid, 0, 0);
  }

  @Test
  void shouldNotDisturbSleepersByRevokingPermission() {
    int semid = set(0);
    Sleeper sleeper = asleepIn(other(), semid, op(0, -1));
    ns.semSet(semid, ns.semStat(semid).perm().withMode(0));
    assertFalse(sleeper.hasReturned());
    ns.semSet(semid, ns.semStatAnyAt(semid).perm().withMode(0600));
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    assertDone(sleeper);
  }

  @Test
  void shouldForgetASleeperThatWasKilled() {
    int semid = set(0);
    PeerJvm peer = peer();
    Sleeper killed = asleepIn(peer.namespace(), semid, op(0, -1));
    Sleeper lives = asleep(semid, op(0, -1));
    peer.kill();
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    assertDone(lives);
    assertValues(semid, 0);
    assertEquals(ownPid(), ns.getPid(semid, 0));
    assertFalse(killed.failure() == null);
  }
}
