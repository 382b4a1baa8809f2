package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/** What clears adjustments, or keeps them, before the process ends. */
public abstract class UndoForgottenContract extends Contract {
  private static final int MAX = Ipc.SEMVMX;

  /** A contract for one provider. */
  protected UndoForgottenContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldLeaveNothingToUndoAfterTheOpposite() {
    int semid = set(1);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1));
    peer.namespace().semop(semid, undo(0, 1));
    int pid = ns.getPid(semid, 0);
    ns.semop(semid, 0, 1, 0);
    peer.kill();

    assertEquals(peer.pid(), pid);
    assertValues(semid, 2);
    assertEquals(ownPid(), ns.getPid(semid, 0));
  }

  @Test
  void shouldUndoNothingThatFailed() {
    int semid = set(1, 0);
    PeerJvm peer = peer();
    IpcNamespace there = peer.namespace();
    assertEquals(Errno.EAGAIN, there.trySemop(semid, undo(0, -1), undo(1, -1)));
    assertEquals(Errno.ERANGE, there.trySemop(semid, undo(0, 1), undo(0, MAX)));
    Sleeper interrupted = asleepIn(there, semid, undo(0, -1), undo(1, -1));
    interrupted.interrupt();
    assertEquals(Errno.EINTR, interrupted.result());
    peer.kill();

    assertValues(semid, 1, 0);
  }

  @Test
  void shouldForgetAnAdjustmentAtSetval() {
    int semid = set(5, 5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -2), undo(1, -2));
    ns.setVal(semid, 0, 4);
    peer.kill();

    assertValues(semid, 4, 5);
  }

  @Test
  void shouldForgetAllAdjustmentsAtSetall() {
    int semid = set(5, 5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -2), undo(1, -2));
    ns.setAll(semid, 1, 2);
    peer.kill();

    assertValues(semid, 1, 2);
  }

  @Test
  void shouldForgetTheCallersOwnAdjustmentToo() {
    int semid = set(5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -2));
    peer.namespace().setVal(semid, 0, 5);
    peer.namespace().semop(semid, undo(0, -1));
    peer.exit();

    assertValues(semid, 5);
  }

  @Test
  void shouldKeepAdjustmentsAtIpcSet() {
    int semid = set(5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -2));
    ns.semSet(semid, ns.semStat(semid).perm().withMode(0640));
    peer.kill();

    assertValues(semid, 5);
  }

  @Test
  void shouldUndoThoughPermissionWasTakenAway() {
    int semid = set(5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -2));
    ns.semSet(semid, ns.semStat(semid).perm().withMode(0400));
    peer.kill();

    assertValues(semid, 5);
  }

  @Test
  void shouldSkipARemovedSet() {
    int removed = set(1);
    int kept = set(1);
    PeerJvm peer = peer();
    peer.namespace().semop(removed, undo(0, -1));
    peer.namespace().semop(kept, undo(0, -1));
    ns.semRmid(removed);
    peer.exit();

    assertValues(kept, 1);
  }
}
