package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/** SEM_UNDO: what the end of a process gives back, however it ends. */
public abstract class UndoContract extends Contract {
  private static final int MAX = Ipc.SEMVMX;

  /** A contract for one provider. */
  protected UndoContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldUndoAtExit() {
    int semid = set(5, 0);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -3), undo(1, 2));
    assertValues(semid, 2, 2);
    peer.exit();

    assertValues(semid, 5, 0);
  }

  @Test
  void shouldUndoAtHalt() {
    int semid = set(1);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, 0, -1, Ipc.SEM_UNDO);
    peer.halt();

    assertValues(semid, 1);
  }

  @Test
  void shouldUndoAfterSigkill() {
    int semid = set(1, 7);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1), op(1, -3));
    peer.kill();

    assertEquals(Errno.SUCCESS, ns.trySemop(semid, 0, -1, 0));
    assertValues(semid, 0, 4);
  }

  @Test
  void shouldSumUpWhatCarriedTheFlag() {
    int semid = set(10);
    PeerJvm peer = peer();
    IpcNamespace there = peer.namespace();
    there.semop(semid, undo(0, -4));
    there.semop(semid, op(0, -2));
    there.semop(semid, undo(0, 1));
    there.semop(semid, op(0, 3));
    assertValues(semid, 8);
    peer.kill();

    assertValues(semid, 11);
  }

  @Test
  void shouldClampAtZero() {
    int semid = set(0);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, 5));
    ns.semop(semid, 0, -3, 0);
    peer.kill();

    assertValues(semid, 0);
    assertEquals(peer.pid(), ns.getPid(semid, 0));
  }

  @Test
  void shouldClampAtTheLargestValue() {
    int semid = set(5);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -5));
    ns.semop(semid, 0, MAX - 2, 0);
    peer.kill();

    assertValues(semid, MAX);
  }

  @Test
  void shouldUndoASleepersOperationOnceItWasDone() {
    int semid = set(0);
    PeerJvm peer = peer();
    Sleeper done = asleepIn(peer.namespace(), semid, undo(0, -1));
    ns.semop(semid, 0, 1, 0);
    assertDone(done);
    asleepIn(peer.namespace(), semid, undo(0, -1));
    assertValues(semid, 0);
    peer.kill();

    assertValues(semid, 1);
  }

  @Test
  void shouldUndoForAProcessThatDiesAsItIsServed() {
    int semid = set(0);
    PeerJvm peer = peer();
    asleepIn(peer.namespace(), semid, undo(0, -1));
    ns.semop(semid, 0, 1, 0);
    peer.kill();

    assertValues(semid, 1);
    assertAsleep(0, semid);
  }

  @Test
  void shouldHandWhatTheDeadHeldToSleepers() {
    int semid = set(1, 0);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1), undo(1, 1));
    Sleeper take = asleep(semid, op(0, -1));
    Sleeper zero = asleepIn(other(), semid, op(1, 0));
    peer.kill();

    assertDone(take, zero);
    assertValues(semid, 0, 0);
    assertEquals(ownPid(), ns.getPid(semid, 0));
  }

  @Test
  void shouldNameTheDeadInWhatItUndid() {
    int semid = set(3, 3, 3);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1), undo(1, -1), op(2, -1));
    peer.namespace().semop(semid, undo(1, 1));
    ns.semop(semid, op(0, -1), op(1, -1), op(2, -1));
    peer.kill();

    assertValues(semid, 2, 2, 1);
    assertEquals(peer.pid(), ns.getPid(semid, 0));
    assertEquals(ownPid(), ns.getPid(semid, 1));
    assertEquals(ownPid(), ns.getPid(semid, 2));
  }

  @Test
  void shouldMoveOtimeWhenAProcessEnds() {
    int semid = set(1, 0);
    PeerJvm nothingToUndo = peer();
    nothingToUndo.namespace().semop(semid, undo(1, 0));

    Clock.assertMoves(() -> ns.semStat(semid).semOtime(), nothingToUndo::kill);
    assertValues(semid, 1, 0);
  }

  @Test
  void shouldUndoInEverySetItUsed() {
    int[] semids = {set(1), set(2), set(3)};
    PeerJvm peer = peer();
    for (int semid : semids) {
      peer.namespace().semop(semid, undo(0, -1));
    }
    peer.kill();

    for (int i = 0; i < semids.length; i++) {
      assertValues(semids[i], i + 1);
    }
  }

  @Test
  void shouldUndoTheWholeSetBeforeAnySleeperRuns() {
    int semid = set(1, 0);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1), undo(1, 1));
    Sleeper both = asleep(semid, op(0, -1), op(1, 0));
    peer.kill();

    assertDone(both);
    assertValues(semid, 0, 0);
  }

  @Test
  void shouldShareAdjustmentsAmongThreads() {
    int semid = set(0);
    PeerJvm peer = peer();
    Sleeper giver = Sleeper.start(() -> peer.namespace().semop(semid, undo(0, 1)));
    assertDone(giver);
    assertValues(semid, 1); // the thread's end undoes nothing
    peer.namespace().semop(semid, undo(0, -1));
    ns.semop(semid, 0, 3, 0);
    peer.kill();

    assertValues(semid, 3);
  }

  @Test
  void shouldUndoForEachOfManyThatDieTogether() {
    int semid = set(4);
    PeerJvm[] peers = {peer(), peer(), peer(), peer()};
    for (PeerJvm peer : peers) {
      peer.namespace().semop(semid, undo(0, -1));
    }
    assertValues(semid, 0);
    Sleeper all = asleep(semid, op(0, -4));
    for (PeerJvm peer : peers) {
      peer.kill();
    }

    assertDone(all);
    assertValues(semid, 0);
  }
}
