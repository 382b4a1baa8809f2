package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** GETNCNT and GETZCNT: each sleeper counts on the semaphore of the operation that blocks it. */
public abstract class CountContract extends Contract {
  /** A contract for one provider. */
  protected CountContract(Provider provider) {
    super(provider);
  }

  private void assertCounts(int semid, int semnum, int ncnt, int zcnt) {
    assertEquals(ncnt, ns.getNcnt(semid, semnum), "semncnt of " + semnum);
    assertEquals(zcnt, ns.getZcnt(semid, semnum), "semzcnt of " + semnum);
  }

  @Test
  void shouldCountThoseThatWaitForMoreAndForZeroApart() {
    int semid = set(1, 0);
    Sleeper[] sleepers = {
      asleep(semid, op(0, -2)),
      asleepIn(other(), semid, op(0, -3)),
      asleep(semid, op(0, 0)),
      asleep(semid, op(1, -1)),
    };

    assertCounts(semid, 0, 2, 1);
    assertCounts(semid, 1, 1, 0);
    assertEquals(2, other().getNcnt(semid, 0));
    assertSleptUntilRemoved(semid, sleepers);
  }

  @Test
  void shouldCountAnArrayOnItsBlockingOperationOnly() {
    int semid = set(1, 0, 1);
    Sleeper sleeper = asleep(semid, op(0, -1), op(1, -1), op(2, 0));

    assertCounts(semid, 0, 0, 0);
    assertCounts(semid, 1, 1, 0);
    assertCounts(semid, 2, 0, 0);
    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldCountARepeatedSemaphoreOnce() {
    int semid = set(1);
    Sleeper sleeper = asleep(semid, op(0, -1), op(0, 0), op(0, -1), op(0, -1));

    assertCounts(semid, 0, 1, 0);
    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldMoveTheCountWithTheBlockingOperation() {
    int semid = set(1, 0);
    Sleeper sleeper = asleep(semid, op(0, 0), op(1, -1));
    assertCounts(semid, 0, 0, 1);
    ns.semop(semid, 0, -1, 0);
    assertCounts(semid, 0, 0, 0);
    assertCounts(semid, 1, 1, 0);
    ns.semop(semid, 0, 1, 0);

    assertCounts(semid, 0, 0, 1);
    assertCounts(semid, 1, 0, 0);
    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldLookAtAPureZeroArrayOnlyWhenAZeroAppears() {
    int semid = set(1, 1);
    Sleeper sleeper = asleep(semid, op(0, 0), op(1, 0));
    assertCounts(semid, 0, 0, 1);
    ns.semop(semid, 0, -1, 0);
    assertCounts(semid, 0, 0, 0);
    assertCounts(semid, 1, 0, 1);
    ns.semop(semid, 0, 1, 0);
    assertCounts(semid, 0, 0, 0);
    assertCounts(semid, 1, 0, 1);
    ns.semop(semid, 1, -1, 0);

    assertCounts(semid, 0, 0, 1);
    assertCounts(semid, 1, 0, 0);
    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldUncountBeforeTheCallReturns() {
    int semid = set(0);
    Sleeper interrupted = asleep(semid, op(0, -1));
    interrupted.interrupt();
    assertEquals(Errno.EINTR, interrupted.result());
    assertCounts(semid, 0, 0, 0);
    assertErrno(
        Errno.EAGAIN, () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, Duration.ofMillis(20)));
    assertCounts(semid, 0, 0, 0);
    Sleeper done = asleep(semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);

    assertCounts(semid, 0, 0, 0);
    assertDone(done);
  }

  @Test
  void shouldUncountTheKilled() {
    int semid = set(0, 1);
    PeerJvm peer = peer();
    for (int i = 0; i < 5; i++) {
      asleepIn(peer.namespace(), semid, op(0, -1));
      asleepIn(peer.namespace(), semid, op(1, 0));
    }
    assertCounts(semid, 0, 5, 0);
    assertCounts(semid, 1, 0, 5);
    peer.kill();

    assertCounts(semid, 0, 0, 0);
    assertCounts(semid, 1, 0, 0);
  }

  @Test
  void shouldNotLookAnewWhenASleeperWithoutUndoDies() {
    int semid = set(2, 0, 0);
    Sleeper both = asleep(semid, op(1, 0), op(0, 0));
    PeerJvm peer = peer();
    asleepIn(peer.namespace(), semid, op(0, -4));
    ns.semop(semid, op(1, 1)); // now its first operation would block, too
    assertEquals(1, ns.getZcnt(semid, 0));

    peer.kill();

    assertEquals(0, ns.getNcnt(semid, 0));
    assertEquals(1, ns.getZcnt(semid, 0));
    assertEquals(0, ns.getZcnt(semid, 1));
    assertSleptUntilRemoved(semid, both);
  }
}
