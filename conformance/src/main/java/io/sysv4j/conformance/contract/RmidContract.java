package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** IPC_RMID of a set: its sleepers get EIDRM, everyone later EINVAL. */
public abstract class RmidContract extends Contract {
  /** A contract for one provider. */
  protected RmidContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldWakeEverySleeperWithEidrm() {
    int semid = set(0, 1);
    IpcNamespace other = other();
    Sleeper[] sleepers = {
      asleep(semid, op(0, -1)),
      asleep(semid, op(1, 0)),
      asleep(semid, op(1, -1), op(0, -1)),
      asleep(semid, op(0, 0), op(1, 0)),
      asleep(semid, undo(0, -1)),
      asleepIn(other, semid, op(0, -1)),
      asleepIn(other, semid, undo(1, -2)),
      Sleeper.asleep(
          ns, semid, () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, Duration.ofHours(1))),
    };
    CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
    assertAsleep(9, semid);

    assertSleptUntilRemoved(semid, sleepers);
    assertErrno(Errno.EIDRM, () -> Futures.get(future));
  }

  @Test
  void shouldTellARemovalByItsClass() {
    int semid = set(0);
    Sleeper sleeper = asleep(semid, op(0, -1));
    ns.semRmid(semid);

    assertInstanceOf(IpcRemovedException.class, sleeper.failure());
  }

  @Test
  void shouldWakeTheSleepersOfOtherProcesses() {
    int semid = set(0);
    Sleeper here = asleep(semid, op(0, -1));
    Sleeper there = asleepIn(other(), semid, op(0, -1));
    other().semRmid(semid);

    assertEquals(Errno.EIDRM, here.result());
    assertEquals(Errno.EIDRM, there.result());
  }

  @Test
  void shouldAnswerEinvalToEveryoneLater() {
    int semid = set(0);
    IpcNamespace other = other();
    other.semop(semid, undo(0, 1));
    ns.semRmid(semid);

    assertErrno(Errno.EINVAL, () -> ns.semop(semid, op(0, 1)));
    assertErrno(Errno.EINVAL, () -> other.semop(semid, op(0, 1)));
    assertErrno(Errno.EINVAL, () -> other.semop(semid, undo(0, 1)));
    assertErrno(Errno.EINVAL, () -> ns.semRmid(semid));
    assertErrno(Errno.EINVAL, () -> other.semRmid(semid));
  }

  @Test
  void shouldLetTheKeyBeUsedAtOnce() {
    int key = key();
    int first = semget(key, 1, Ipc.IPC_CREAT | 0600);
    Sleeper sleeper = asleep(first, op(0, -1));
    ns.semRmid(first);
    int second = semget(key, 2, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);

    assertNotEquals(first, second);
    assertValues(second, 0, 0);
    assertEquals(Errno.EIDRM, sleeper.result());
  }

  @Test
  void shouldNotUndoInASetMadeLater() {
    int key = key();
    int first = semget(key, 1, Ipc.IPC_CREAT | 0600);
    PeerJvm peer = peer();
    peer.namespace().semop(first, undo(0, 3));
    ns.semRmid(first);
    int second = semget(key, 1, Ipc.IPC_CREAT | 0600);
    ns.setVal(second, 0, 5);
    peer.kill();

    assertValues(second, 5);
    assertEquals(ownPid(), ns.getPid(second, 0));
  }

  @Test
  void shouldRemoveOneSetOnly() {
    int removed = set(0);
    int kept = set(0);
    Sleeper sleeper = asleep(kept, op(0, -1));
    ns.semRmid(removed);
    assertAsleep(1, kept);
    ns.semop(kept, 0, 1, 0);

    assertDone(sleeper);
  }

  @Test
  void shouldLoseOrWinTheRaceWithACall() {
    for (int round = 0; round < 50; round++) {
      int semid = set(1);
      Sleeper[] callers = new Sleeper[4];
      for (int i = 0; i < callers.length; i++) {
        int semOp = i % 2 == 0 ? 1 : -1;
        callers[i] = Sleeper.start(() -> ns.semop(semid, 0, semOp, 0));
      }
      ns.semRmid(semid);
      for (Sleeper caller : callers) {
        Errno result = caller.result();
        if (result != Errno.SUCCESS && result != Errno.EINVAL) {
          assertEquals(Errno.EIDRM, result);
        }
      }
    }
  }
}
