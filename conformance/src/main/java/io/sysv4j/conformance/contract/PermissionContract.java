package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import org.junit.jupiter.api.Test;

/**
 * Who may do what to a set: exactly one class of the mode counts. The callers are JVMs of other
 * users, so this needs root.
 */
public abstract class PermissionContract extends Contract {
  private static final int STRANGER = 4321;
  private static final Login MEMBER = Login.of(STRANGER, STRANGER, 65534, 4400);

  /** A contract for one provider. */
  protected PermissionContract(Provider provider) {
    super(provider);
  }

  /** A set that belongs to nobody, with this mode. */
  private int setOfNobody(IpcNamespace nobody, int mode, int... semvals) {
    int semid = sweep(nobody.semget(Ipc.IPC_PRIVATE, semvals.length, mode));
    ns.setAll(semid, semvals);
    return semid;
  }

  private void chmod(int semid, int mode) {
    ns.semSet(semid, ns.semStat(semid).perm().withMode(mode));
  }

  private static void assertMayRead(IpcNamespace who, int semid) {
    who.getAll(semid);
    assertEquals(semid, who.semStat(semid).semid());
    assertEquals(semid, who.semStatAt(semid).semid());
    who.getVal(semid, 0);
    who.getPid(semid, 0);
    who.getNcnt(semid, 0);
    who.getZcnt(semid, 0);
    assertEquals(Errno.EAGAIN, who.trySemop(semid, op(0, 0)));
    assertErrno(Errno.EAGAIN, () -> Futures.get(who.semopAsync(semid, nowait(0, 0))));
  }

  private static void assertMayNotRead(IpcNamespace who, int semid) {
    assertErrno(Errno.EACCES, () -> who.getAll(semid));
    assertErrno(Errno.EACCES, () -> who.semStat(semid));
    assertErrno(Errno.EACCES, () -> who.semStatAt(semid));
    assertErrno(Errno.EACCES, () -> who.getVal(semid, 0));
    assertErrno(Errno.EACCES, () -> who.getPid(semid, 0));
    assertErrno(Errno.EACCES, () -> who.getNcnt(semid, 0));
    assertErrno(Errno.EACCES, () -> who.getZcnt(semid, 0));
    assertEquals(Errno.EACCES, who.trySemop(semid, op(0, 0)));
    assertErrno(Errno.EACCES, () -> who.semop(semid, 0, 0, 0));
    assertErrno(Errno.EACCES, () -> Futures.get(who.semopAsync(semid, op(0, 0))));
  }

  private static void assertMayWrite(IpcNamespace who, int semid) {
    who.setVal(semid, 0, 1);
    who.setAll(semid, 1);
    who.semop(semid, op(0, 1));
    who.semop(semid, op(0, -2), op(0, 0), undo(0, 1));
    who.semop(semid, 0, 1, 0);
  }

  private static void assertMayNotWrite(IpcNamespace who, int semid) {
    assertErrno(Errno.EACCES, () -> who.setVal(semid, 0, 1));
    assertErrno(Errno.EACCES, () -> who.setAll(semid, 1));
    assertEquals(Errno.EACCES, who.trySemop(semid, op(0, 1)));
    assertEquals(Errno.EACCES, who.trySemop(semid, op(0, 0), op(0, 1)));
    assertErrno(Errno.EACCES, () -> who.semop(semid, 0, 1, 0));
    assertErrno(Errno.EACCES, () -> who.semop(semid, undo(0, -1)));
    assertErrno(Errno.EACCES, () -> Futures.get(who.semopAsync(semid, op(0, 1))));
    assertErrno(Errno.EACCES, () -> Futures.get(who.semopAsync(semid, op(0, 0), op(0, 1))));
  }

  @Test
  void shouldTakeTheOwnersClassForTheOwner() {
    IpcNamespace nobody = nobody();
    int semid = setOfNobody(nobody, 0600, 1);
    assertMayRead(nobody, semid);
    assertMayWrite(nobody, semid);
    chmod(semid, 0400);
    assertMayRead(nobody, semid);
    assertMayNotWrite(nobody, semid);
    chmod(semid, 0200);
    assertMayNotRead(nobody, semid);
    assertMayWrite(nobody, semid);
  }

  @Test
  void shouldNotFallThroughToAMoreGenerousClass() {
    IpcNamespace nobody = nobody();
    IpcNamespace member = peer(MEMBER).namespace();
    int semid = setOfNobody(nobody, 0077, 1);
    assertMayNotRead(nobody, semid);
    assertMayNotWrite(nobody, semid);
    assertMayRead(member, semid);
    chmod(semid, 0707);

    assertMayNotRead(member, semid);
    assertMayNotWrite(member, semid);
  }

  @Test
  void shouldTakeTheGroupsClassForAnyOfTheGroups() {
    IpcNamespace sameGroup = peer(Login.of(STRANGER, 65534)).namespace();
    IpcNamespace member = peer(MEMBER).namespace();
    int semid = setOfNobody(nobody(), 0060, 1);
    for (IpcNamespace who : new IpcNamespace[] {sameGroup, member}) {
      assertMayRead(who, semid);
      assertMayWrite(who, semid);
    }
    ns.semSet(semid, ns.semStat(semid).perm().with(0, 4400, 0060));
    assertMayRead(member, semid); // of the owner's group
    assertMayRead(sameGroup, semid); // of the creator's
  }

  @Test
  void shouldTakeTheOthersClassForTheRest() {
    IpcNamespace stranger = peer(Login.of(STRANGER, STRANGER)).namespace();
    int semid = setOfNobody(nobody(), 0004, 1);
    assertMayRead(stranger, semid);
    assertMayNotWrite(stranger, semid);
    chmod(semid, 0002);
    assertMayNotRead(stranger, semid);
    assertMayWrite(stranger, semid);
    chmod(semid, 0770);
    assertMayNotRead(stranger, semid);
    assertMayNotWrite(stranger, semid);
  }

  @Test
  void shouldLetTheCreatorKeepItsRights() {
    IpcNamespace nobody = nobody();
    int semid = setOfNobody(nobody, 0600, 1);
    ns.semSet(semid, ns.semStat(semid).perm().with(STRANGER, STRANGER, 0600));
    if (provider == Provider.OFFHEAP) {
      // A known difference (docs/differences.md): the file belongs to its new owner alone.
      assertErrno(Errno.EACCES, () -> nobody.getVal(semid, 0));
      ns.semRmid(semid);
      return;
    }
    assertMayRead(nobody, semid);
    assertMayWrite(nobody, semid);
    nobody.semSet(semid, nobody.semStat(semid).perm().withMode(0640));

    nobody.semRmid(semid);
  }

  @Test
  void shouldLetTheNewOwnerDoWhatOwnersMay() {
    int semid = set(1);
    IpcNamespace nobody = nobody();
    assertMayNotRead(nobody, semid);
    ns.semSet(semid, ns.semStat(semid).perm().with(65534, 0, 0600));
    assertMayRead(nobody, semid);
    assertMayWrite(nobody, semid);

    nobody.semRmid(semid);
  }

  @Test
  void shouldLetOnlyOwnerAndCreatorSetAndRemove() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0666);
    IpcPerm perm = ns.semStat(semid).perm();
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.semSet(semid, perm));
    assertErrno(Errno.EPERM, () -> nobody.semRmid(semid));
    assertErrno(Errno.EPERM, () -> nobody.semSet(semid, perm.with(-1, -1, 0600)));
    assertErrno(Errno.EFAULT, () -> nobody.semSet(semid, null));
    assertEquals(perm, ns.semStat(semid).perm());
  }

  @Test
  void shouldLetAnOwnerWithoutRightsSetAndRemove() {
    IpcNamespace nobody = nobody();
    int semid = setOfNobody(nobody, 0, 1);
    assertErrno(Errno.EACCES, () -> nobody.semStat(semid));
    nobody.semSet(semid, nobody.semStatAnyAt(semid).perm().withMode(0));

    nobody.semRmid(semid);
  }

  @Test
  void shouldLetRootDoAll() {
    int semid = setOfNobody(nobody(), 0, 1);

    assertMayRead(ns, semid);
    assertMayWrite(ns, semid);
    ns.semRmid(semid);
  }

  @Test
  void shouldAskSemgetForWhatItsFlagsSay() {
    int key = key();
    int semid = semget(key, 1, IPC_CREAT | 0604);
    IpcNamespace nobody = nobody();
    for (int mode : new int[] {0, 0400, 0040, 0004, 0444}) {
      assertEquals(semid, nobody.semget(key, 1, mode));
      assertEquals(semid, nobody.semget(key, 1, IPC_CREAT | mode));
    }
    for (int mode : new int[] {0200, 0020, 0002, 0001, 0100, 0600, 0666}) {
      assertErrno(Errno.EACCES, () -> nobody.semget(key, 1, mode));
      assertErrno(Errno.EACCES, () -> nobody.semget(key, 1, IPC_CREAT | mode));
    }
  }

  @Test
  void shouldCheckSizeAndExistenceBeforePermission() {
    int key = key();
    semget(key, 1, IPC_CREAT);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.semget(key, 1, 0400));
    assertErrno(Errno.EINVAL, () -> nobody.semget(key, 2, 0400));
    assertErrno(Errno.EEXIST, () -> nobody.semget(key, 1, IPC_CREAT | IPC_EXCL | 0400));
  }

  @Test
  void shouldCheckNumbersOfOperationsBeforePermission() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EFBIG, () -> nobody.semop(semid, op(1, 1)));
    assertErrno(Errno.EACCES, () -> nobody.semop(semid, op(0, Ipc.SEMVMX), op(0, 1)));
  }

  @Test
  void shouldOrderTheErrorsOfSemctlAsLinuxDoes() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.getVal(semid, 9));
    assertErrno(Errno.EACCES, () -> nobody.getNcnt(semid, -1));
    assertErrno(Errno.EINVAL, () -> nobody.setVal(semid, 9, 1));
    assertErrno(Errno.ERANGE, () -> nobody.setVal(semid, 0, -1));
    assertErrno(Errno.EACCES, () -> nobody.setAll(semid, 65535));
    assertErrno(Errno.EACCES, () -> nobody.setAll(semid, (int[]) null));
  }

  @Test
  void shouldStatAnySetByIndex() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.semStatAt(semid));
    assertEquals(ns.semStatAnyAt(semid), nobody.semStatAnyAt(semid));
    assertEquals(ns.semIpcInfo().semmni(), nobody.semIpcInfo().semmni());
    assertEquals(ns.semInfo().semmns(), nobody.semInfo().semmns());
  }

  @Test
  void shouldNotWakeASleeperByRevokingItsRights() {
    IpcNamespace nobody = nobody();
    int semid = setOfNobody(nobody, 0600, 0);
    Sleeper sleeper = asleepIn(nobody, semid, op(0, -1));
    chmod(semid, 0);
    assertAsleep(1, semid);
    assertEquals(Errno.EACCES, nobody.trySemop(semid, 0, -1, 0));
    ns.semop(semid, 0, 1, 0);

    assertDone(sleeper);
    assertValues(semid, 0);
  }

  @Test
  void shouldWakeASleeperOfAnotherUser() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0666);
    IpcNamespace nobody = nobody();
    Sleeper theirs = asleepIn(nobody, semid, op(0, -1));
    ns.semop(semid, 0, 1, 0);
    assertDone(theirs);
    Sleeper ours = asleep(semid, op(0, -1));
    nobody.semop(semid, 0, 1, 0);

    assertDone(ours);
    assertValues(semid, 0);
  }

  @Test
  void shouldUndoForAnotherUser() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0666);
    ns.setVal(semid, 0, 3);
    var nobody = peer(Login.NOBODY);
    nobody.namespace().semop(semid, undo(0, -2));
    assertValues(semid, 1);
    nobody.kill();

    assertValues(semid, 3);
    assertEquals(nobody.pid(), ns.getPid(semid, 0));
  }
}
