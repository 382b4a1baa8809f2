package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.Test;

/** Who may do what to a segment. The callers are JVMs of other users, so this needs root. */
public abstract class ShmPermissionContract extends Contract {
  private static final int STRANGER = 4321;

  /** A contract for one provider. */
  protected ShmPermissionContract(Provider provider) {
    super(provider);
  }

  private int segmentOfNobody(IpcNamespace nobody, int mode) {
    return sweepSegment(nobody.shmget(Ipc.IPC_PRIVATE, 10, mode));
  }

  private void chmod(int shmid, int mode) {
    ns.shmSet(shmid, ns.shmStat(shmid).perm().withMode(mode));
  }

  @Test
  void shouldNeedReadForAReadOnlyAttachAndBothOtherwise() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0600);
    nobody.shmat(shmid, 0).close();
    nobody.shmat(shmid, Ipc.SHM_RDONLY).close();
    chmod(shmid, 0400);
    nobody.shmat(shmid, Ipc.SHM_RDONLY).close();
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, 0));
    chmod(shmid, 0200);

    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, 0));
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_RDONLY));
  }

  @Test
  void shouldNeedExecuteForAnExecutableAttach() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0600);
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_EXEC));
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_EXEC | Ipc.SHM_RDONLY));
    chmod(shmid, 0500);
    nobody.shmat(shmid, Ipc.SHM_EXEC | Ipc.SHM_RDONLY).close();
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_EXEC));
    chmod(shmid, 0700);

    nobody.shmat(shmid, Ipc.SHM_EXEC).close();
  }

  @Test
  void shouldTakeOneClassOnly() {
    IpcNamespace nobody = nobody();
    IpcNamespace member = peer(Login.of(STRANGER, STRANGER, 65534)).namespace();
    IpcNamespace stranger = peer(Login.of(STRANGER, STRANGER)).namespace();
    int shmid = segmentOfNobody(nobody, 0066);
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_RDONLY));
    member.shmat(shmid, 0).close();
    stranger.shmat(shmid, 0).close();
    chmod(shmid, 0604);

    nobody.shmat(shmid, 0).close();
    assertErrno(Errno.EACCES, () -> member.shmat(shmid, Ipc.SHM_RDONLY));
    assertErrno(Errno.EACCES, () -> stranger.shmat(shmid, 0));
    stranger.shmat(shmid, Ipc.SHM_RDONLY).close();
  }

  @Test
  void shouldNeedReadForStat() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0200);

    assertErrno(Errno.EACCES, () -> nobody.shmStat(shmid));
    assertErrno(Errno.EACCES, () -> nobody.shmStatAt(shmid));
    assertEquals(ns.shmStatAnyAt(shmid), nobody.shmStatAnyAt(shmid));
    assertEquals(ns.shmIpcInfo().shmmni(), nobody.shmIpcInfo().shmmni());
    assertTrue(nobody.shmInfo().usedIds() > 0);
  }

  @Test
  void shouldAskShmgetForWhatItsFlagsSay() {
    int key = key();
    int shmid = shmget(key, 10, IPC_CREAT | 0602);
    IpcNamespace nobody = nobody();
    for (int mode : new int[] {0, 0200, 0020, 0002}) {
      assertEquals(shmid, nobody.shmget(key, 10, mode));
    }
    for (int mode : new int[] {0400, 0004, 0600, 0001}) {
      assertErrno(Errno.EACCES, () -> nobody.shmget(key, 10, mode));
    }
    assertErrno(Errno.EINVAL, () -> nobody.shmget(key, 11, 0400));
    assertErrno(Errno.EEXIST, () -> nobody.shmget(key, 11, IPC_CREAT | IPC_EXCL | 0400));
  }

  @Test
  void shouldLetOnlyOwnerAndCreatorSetRemoveAndLock() {
    int shmid = shmget(Ipc.IPC_PRIVATE, 10, 0666);
    IpcPerm perm = ns.shmStat(shmid).perm();
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.shmSet(shmid, perm));
    assertErrno(Errno.EPERM, () -> nobody.shmSet(shmid, perm.with(-1, -1, 0)));
    assertErrno(Errno.EPERM, () -> nobody.shmRmid(shmid));
    assertErrno(Errno.EPERM, () -> nobody.shmLock(shmid));
    assertErrno(Errno.EPERM, () -> nobody.shmUnlock(shmid));
    assertEquals(perm, ns.shmStat(shmid).perm());
  }

  @Test
  void shouldLetAnOwnerWithoutRightsSetLockAndRemove() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0);
    assertErrno(Errno.EACCES, () -> nobody.shmStat(shmid));
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, Ipc.SHM_RDONLY));
    nobody.shmLock(shmid);
    nobody.shmUnlock(shmid);
    nobody.shmSet(shmid, nobody.shmStatAnyAt(shmid).perm().withMode(0));

    nobody.shmRmid(shmid);
  }

  @Test
  void shouldLetTheCreatorKeepItsRights() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0600);
    ns.shmSet(shmid, ns.shmStat(shmid).perm().with(STRANGER, STRANGER, 0600));
    if (provider == Provider.OFFHEAP) {
      // A known difference (docs/differences.md): the file belongs to its new owner alone.
      assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, 0));
      ns.shmRmid(shmid);
      return;
    }
    nobody.shmat(shmid, 0).close();

    nobody.shmRmid(shmid);
  }

  @Test
  void shouldLetRootDoAll() {
    int shmid = segmentOfNobody(nobody(), 0);
    ns.shmStat(shmid);
    ns.shmat(shmid, 0).close();
    ns.shmat(shmid, Ipc.SHM_RDONLY).close();
    ns.shmLock(shmid);
    ns.shmUnlock(shmid);

    ns.shmRmid(shmid);
  }

  @Test
  void shouldShareBytesWithAnotherUser() {
    int shmid = shmget(Ipc.IPC_PRIVATE, 10, 0604);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      memory.buffer().put(4, (byte) 4);
      PeerMemory theirs = (PeerMemory) nobody().shmat(shmid, Ipc.SHM_RDONLY);

      assertEquals(4, theirs.peek(4, 1)[0]);
      assertEquals(2, ns.shmStat(shmid).shmNattch());
    }
  }

  @Test
  void shouldKeepAnAttachWhenItsRightsAreRevoked() {
    IpcNamespace nobody = nobody();
    int shmid = segmentOfNobody(nobody, 0600);
    PeerMemory memory = (PeerMemory) nobody.shmat(shmid, 0);
    chmod(shmid, 0);
    memory.poke(0, (byte) 3);

    assertEquals(3, memory.peek(0, 1)[0]);
    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, 0));
  }
}
