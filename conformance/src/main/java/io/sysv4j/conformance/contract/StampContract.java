package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/** What calls leave behind: sempid, sem_otime and sem_ctime. */
public abstract class StampContract extends Contract {
  /** A contract for one provider. */
  protected StampContract(Provider provider) {
    super(provider);
  }

  private void assertPids(int semid, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], ns.getPid(semid, i), "sempid of " + i);
    }
  }

  private long otime(int semid) {
    return ns.semStat(semid).semOtime();
  }

  private long ctime(int semid) {
    return ns.semStat(semid).semCtime();
  }

  @Test
  void shouldNameTheProcessInEachSemaphoreOfTheArray() {
    int semid = semget(Ipc.IPC_PRIVATE, 4, 0600);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, op(0, 1), op(1, 0));
    assertPids(semid, peer.pid(), peer.pid(), 0, 0);

    ns.semop(semid, op(1, 0), op(2, 0));
    ns.semop(semid, 3, 1, 0);

    assertPids(semid, peer.pid(), ownPid(), ownPid(), ownPid());
  }

  @Test
  void shouldNameTheProcessOfALoneZeroTest() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0600);
    ns.semop(semid, 0, 0, 0);
    assertPids(semid, ownPid());

    PeerJvm peer = peer();
    peer.namespace().semop(semid, 0, 0, 0);

    assertPids(semid, peer.pid());
  }

  @Test
  void shouldNotNameAProcessThatFailed() {
    int semid = semget(Ipc.IPC_PRIVATE, 2, 0600);
    IpcNamespace other = other();

    assertEquals(Errno.EAGAIN, other.trySemop(semid, op(0, 1), op(1, -1)));
    assertEquals(Errno.ERANGE, other.trySemop(semid, op(0, 2), op(0, Ipc.SEMVMX)));
    assertErrno(Errno.ERANGE, () -> other.setVal(semid, 0, Ipc.SEMVMX + 1));
    assertErrno(Errno.ERANGE, () -> other.setAll(semid, 1, Ipc.SEMVMX + 1));
    assertPids(semid, 0, 0);
    assertEquals(0, otime(semid));
  }

  @Test
  void shouldNameTheSleeperAndNotItsWaker() {
    int semid = semget(Ipc.IPC_PRIVATE, 2, 0600);
    PeerJvm peer = peer();
    Sleeper sleeper = asleepIn(peer.namespace(), semid, op(0, -1), op(1, 0));
    ns.semop(semid, 0, 1, 0);

    assertPids(semid, peer.pid(), peer.pid());
    assertDone(sleeper);
  }

  @Test
  void shouldNameTheProcessOfSetvalAndSetall() {
    int semid = semget(Ipc.IPC_PRIVATE, 2, 0600);
    PeerJvm peer = peer();
    peer.namespace().setVal(semid, 1, 3);
    assertPids(semid, 0, peer.pid());

    peer.namespace().setAll(semid, 0, 0);
    assertPids(semid, peer.pid(), peer.pid());
    ns.setVal(semid, 0, 0);

    assertPids(semid, ownPid(), peer.pid());
  }

  @Test
  void shouldRememberAProcessThatIsGone() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0600);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, 0, 1, 0);
    peer.exit();

    assertPids(semid, peer.pid());
  }

  @Test
  void shouldMoveOtimeWithEachSuccessfulOperation() {
    int semid = set(0, 0);
    assertEquals(0, otime(semid));
    ns.semop(semid, 0, 1, 0);

    Clock.assertMoves(() -> otime(semid), () -> ns.semop(semid, 1, 0, 0));
    Clock.assertMoves(() -> otime(semid), () -> ns.semop(semid, op(0, -1), op(1, 2)));
  }

  @Test
  void shouldMoveOtimeWhenSetvalWakesASleeper() {
    int semid = set(0, 0);
    ns.semop(semid, 1, 1, 0);
    Sleeper sleeper = asleep(semid, op(0, -1));

    Clock.assertMoves(() -> otime(semid), () -> ns.setVal(semid, 0, 1));
    assertDone(sleeper);
  }

  @Test
  void shouldLeaveOtimeAloneOtherwise() {
    int semid = set(0, 0);
    Sleeper sleeper = asleep(semid, op(0, -1));
    ns.setVal(semid, 1, 1);
    ns.setAll(semid, 0, 2);
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -2, 0));
    ns.semSet(semid, ns.semStat(semid).perm());

    assertEquals(0, otime(semid));
    assertAsleep(1, semid);
    assertSleptUntilRemoved(semid, sleeper);
  }

  @Test
  void shouldMoveOtimeAtTheEndOfWhoOnlyTriedToUndo() {
    int semid = set(0);
    PeerJvm peer = peer();
    assertErrno(Errno.EFBIG, () -> peer.namespace().semop(semid, undo(1, 1)));
    assertEquals(0, otime(semid));

    peer.kill();

    assertTrue(otime(semid) > 0);
  }

  @Test
  void shouldMoveCtimeWithSemctlOnly() {
    int semid = set(0);
    Clock.assertMoves(() -> ctime(semid), () -> ns.setVal(semid, 0, 1));
    Clock.assertMoves(() -> ctime(semid), () -> ns.setAll(semid, 1));
    Clock.assertMoves(() -> ctime(semid), () -> ns.semSet(semid, ns.semStat(semid).perm()));
    long changed = ctime(semid);
    Clock.awaitNextSecond();
    ns.semop(semid, 0, 1, 0);
    assertErrno(Errno.ERANGE, () -> ns.setVal(semid, 0, -1));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 65535));

    assertEquals(changed, ctime(semid));
  }
}
