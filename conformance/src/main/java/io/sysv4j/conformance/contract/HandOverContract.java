package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/** Who runs when a set changes: oldest first, zero-sleepers before the rest, in cascades. */
public abstract class HandOverContract extends Contract {
  private static final int MAX = Ipc.SEMVMX;

  /** A contract for one provider. */
  protected HandOverContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldServeInTheOrderOfGoingToSleep() {
    int semid = set(0);
    IpcNamespace[] processes = {ns, other(), other()};
    Sleeper[] sleepers = new Sleeper[6];
    for (int i = 0; i < sleepers.length; i++) {
      sleepers[i] = asleepIn(processes[i % 3], semid, op(0, -1));
    }
    for (int i = 0; i < sleepers.length; i++) {
      processes[2 - i % 3].semop(semid, 0, 1, 0);
      assertAsleep(sleepers.length - i - 1, semid);
      assertDone(sleepers[i]);
    }
    assertValues(semid, 0);
  }

  @Test
  void shouldLetALaterSmallRequestOvertakeAnOlderLargeOne() {
    int semid = set(1);
    Sleeper large = asleep(semid, op(0, -3));
    ns.semop(semid, 0, -1, 0);
    assertAsleep(1, semid);
    Sleeper small = asleep(semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);
    assertDone(small);
    assertAsleep(1, semid);
    ns.semop(semid, 0, 3, 0);

    assertDone(large);
    assertValues(semid, 0);
  }

  @Test
  void shouldServeTheOldestThatCanRun() {
    int semid = set(0);
    Sleeper two = asleep(semid, op(0, -2));
    Sleeper first = asleep(semid, op(0, -1));
    Sleeper second = asleep(semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);
    assertDone(first);
    ns.semop(semid, 0, 2, 0);
    assertDone(two);
    assertAsleep(1, semid);

    assertSleptUntilRemoved(semid, second);
  }

  @Test
  void shouldServeSeveralByOneOperation() {
    int semid = set(0);
    Sleeper two = asleep(semid, op(0, -2));
    Sleeper one = asleepIn(other(), semid, op(0, -1));
    ns.semop(semid, 0, 3, 0);

    assertAsleep(0, semid);
    assertValues(semid, 0);
    assertDone(two, one);
  }

  @Test
  void shouldHandTheUnitOverSoThatNoOneStealsIt() {
    int semid = set(0);
    PeerJvm peer = peer();
    for (int round = 0; round < 50; round++) {
      Sleeper sleeper = asleepIn(round % 2 == 0 ? ns : peer.namespace(), semid, op(0, -1));
      ns.semop(semid, 0, 1, 0);
      assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -1, 0), "stolen in round " + round);
      assertDone(sleeper);
    }
  }

  @Test
  void shouldWakeAllThatWaitForZero() {
    int semid = set(1);
    Sleeper[] sleepers = new Sleeper[4];
    for (int i = 0; i < sleepers.length; i++) {
      sleepers[i] = asleep(semid, op(0, 0));
    }
    ns.semop(semid, 0, -1, 0);

    assertDone(sleepers);
  }

  @Test
  void shouldWakeNoOneForAZeroInsideAnArray() {
    int semid = set(1);
    Sleeper sleeper = asleep(semid, op(0, 0));
    ns.semop(semid, op(0, -1), op(0, 0), op(0, 1));
    assertAsleep(1, semid);

    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldDeliverTheZeroThatAHandOverLeaves() {
    int semid = set(1);
    Sleeper zero = asleep(semid, op(0, 0));
    Sleeper two = asleep(semid, op(0, -2));
    ns.semop(semid, 0, 1, 0);

    assertDone(two, zero);
    assertValues(semid, 0);
  }

  @Test
  void shouldServeZeroTestsBeforeThoseThatAlter() {
    int semid = set(1);
    Sleeper lock = asleep(semid, op(0, 0), op(0, 1));
    Sleeper zero = asleep(semid, op(0, 0));
    ns.semop(semid, 0, -1, 0);

    assertDone(lock, zero);
    assertValues(semid, 1);
  }

  @Test
  void shouldGiveALockToTheOldestOnly() {
    int semid = set(1);
    Sleeper older = asleep(semid, op(0, 0), op(0, 1));
    Sleeper younger = asleepIn(other(), semid, op(0, 0), op(0, 1));
    ns.semop(semid, 0, -1, 0);
    assertDone(older);
    assertAsleep(1, semid);
    assertValues(semid, 1);
    ns.semop(semid, 0, -1, 0);

    assertDone(younger);
    assertValues(semid, 1);
  }

  @Test
  void shouldCascadeAcrossSemaphores() {
    int semid = set(0, 0, 0, 1);
    Sleeper last = asleep(semid, op(3, 0));
    Sleeper third = asleep(semid, op(2, -1), op(3, -1));
    Sleeper second = asleepIn(other(), semid, op(1, -1), op(2, 1));
    Sleeper first = asleep(semid, op(0, -1), op(1, 1));
    ns.semop(semid, 0, 1, 0);

    assertAsleep(0, semid);
    assertValues(semid, 0, 0, 0, 0);
    assertDone(first, second, third, last);
  }

  @Test
  void shouldRestartWithTheOldestAfterEachGrant() {
    int semid = set(0, 0);
    Sleeper old = asleep(semid, op(1, -1));
    Sleeper enabler = asleep(semid, op(0, -1), op(1, 1));
    Sleeper young = asleep(semid, op(1, -1));
    ns.semop(semid, 0, 1, 0);
    assertDone(enabler, old);
    assertAsleep(1, semid);

    assertSleptUntilRemoved(semid, young);
  }

  @Test
  void shouldSkipASleeperThatFailsAndServeTheNext() {
    int semid = set(0, MAX);
    Sleeper fails = asleep(semid, op(0, -1), op(1, 1));
    Sleeper next = asleep(semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);

    assertEquals(Errno.ERANGE, fails.result());
    assertDone(next);
    assertValues(semid, 0, MAX);
  }
}
