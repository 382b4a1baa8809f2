package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.law.IdSequence;
import org.junit.jupiter.api.Test;

/** The shmctl commands by their own names: data structure, locking, limits and usage. */
public abstract class ShmctlContract extends Contract {
  /** A contract for one provider. */
  protected ShmctlContract(Provider provider) {
    super(provider);
  }

  private int mode(int shmid) {
    return ns.shmStat(shmid).perm().mode();
  }

  @Test
  void shouldStatByIndexAsById() {
    int shmid = segment(123);
    ShmidDs byId = ns.shmStat(shmid);

    assertEquals(byId, ns.shmStatAt(IdSequence.index(shmid)));
    assertEquals(byId, ns.shmStatAnyAt(IdSequence.index(shmid)));
    assertEquals(byId, other().shmStat(shmid));
  }

  @Test
  void shouldSetOwnerGroupAndMode() {
    int shmid = segment(1);
    ShmidDs before = ns.shmStat(shmid);
    IpcPerm perm = before.perm();
    ns.shmSet(shmid, new IpcPerm(77, perm.uid(), perm.gid(), 78, 79, 07641, 80));

    ShmidDs after = ns.shmStat(shmid);
    assertEquals(perm.withMode(0641), after.perm());
    assertEquals(before.shmCpid(), after.shmCpid());
    assertEquals(before.shmSegsz(), after.shmSegsz());
  }

  @Test
  void shouldMoveCtimeWithIpcSetOnly() {
    int shmid = segment(1);
    Clock.assertMoves(
        () -> ns.shmStat(shmid).shmCtime(),
        () -> ns.shmSet(shmid, ns.shmStat(shmid).perm().withMode(0640)));
    long changed = ns.shmStat(shmid).shmCtime();
    Clock.awaitNextSecond();
    ns.shmat(shmid, 0).close();
    ns.shmLock(shmid);
    ns.shmUnlock(shmid);

    assertEquals(changed, ns.shmStat(shmid).shmCtime());
  }

  @Test
  void shouldGiveASegmentAway() {
    Machine.assumeRoot("an object is given to another user");
    int shmid = segment(1);
    ns.shmSet(shmid, ns.shmStat(shmid).perm().with(65534, 1, 0600));

    IpcPerm perm = ns.shmStat(shmid).perm();
    assertEquals(65534, perm.uid());
    assertEquals(1, perm.gid());
    assertEquals(Machine.uid(), perm.cuid());
  }

  @Test
  void shouldRefuseToSetWhatIsNoUser() {
    int shmid = segment(1);
    ShmidDs before = ns.shmStat(shmid);
    IpcPerm perm = before.perm();

    assertErrno(Errno.EINVAL, () -> ns.shmSet(shmid, perm.with(-1, perm.gid(), 0644)));
    assertErrno(Errno.EINVAL, () -> ns.shmSet(shmid, perm.with(perm.uid(), -1, 0644)));
    assertEquals(before, ns.shmStat(shmid));
  }

  @Test
  void shouldReadTheArgumentOfIpcSetFirst() {
    assertErrno(Errno.EFAULT, () -> ns.shmSet(segment(1), null));
    assertErrno(Errno.EFAULT, () -> ns.shmSet(unusedId(), null));
    assertErrno(Errno.EINVAL, () -> ns.shmSet(-1, null));
  }

  @Test
  void shouldShowWhetherItIsLocked() {
    int shmid = segment(1);
    ns.shmUnlock(shmid);
    assertEquals(0600, mode(shmid));
    ns.shmLock(shmid);
    ns.shmLock(shmid);
    assertEquals(Ipc.SHM_LOCKED | 0600, mode(shmid));
    ns.shmSet(shmid, ns.shmStat(shmid).perm().withMode(0640));
    assertEquals(Ipc.SHM_LOCKED | 0640, mode(shmid));
    assertEquals(Ipc.SHM_LOCKED | 0640, other().shmStat(shmid).perm().mode());
    ns.shmUnlock(shmid);

    assertEquals(0640, mode(shmid));
  }

  @Test
  void shouldTellTheLimits() {
    Shminfo info = ns.shmIpcInfo();

    assertEquals(ns.limits().shmmax(), info.shmmax());
    assertEquals(ns.limits().shmall(), info.shmall());
    assertEquals(ns.limits().shmmni(), info.shmmni());
    assertEquals(info.shmmni(), info.shmseg());
    assertEquals(1, info.shmmin());
  }

  @Test
  void shouldTellTheUsage() {
    IpcNamespace empty = fresh().namespace();
    assertUsage(empty, 0, 0, 0);
    int first = empty.shmget(Ipc.IPC_PRIVATE, 1, 0600);
    int second = empty.shmget(Ipc.IPC_PRIVATE, 2 * Ipc.SHMLBA, 0600);
    int third = empty.shmget(Ipc.IPC_PRIVATE, 2 * Ipc.SHMLBA + 1, 0600);
    assertUsage(empty, 3, 6, 2);
    empty.shmRmid(second);
    assertUsage(empty, 2, 4, 2);
    var attach = empty.shmat(third, 0);
    empty.shmRmid(third);
    assertUsage(empty, 2, 4, 2);
    attach.close();
    assertUsage(empty, 1, 1, 0);
    empty.shmRmid(first);

    assertUsage(empty, 0, 0, 0);
  }

  private static void assertUsage(IpcNamespace ns, int segments, int pages, int highestIndex) {
    ShmUsage usage = ns.shmInfo();
    assertEquals(segments, usage.usedIds());
    assertEquals(pages, usage.shmTot());
    assertEquals(highestIndex, usage.highestIndex());
    assertEquals(highestIndex, ns.shmIpcInfo().highestIndex());
    assertTrue(usage.shmRss() + usage.shmSwp() <= pages, usage::toString);
  }
}
