package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.law.IdSequence;
import org.junit.jupiter.api.Test;

/** The semctl commands by their own names: values, data structure, limits and usage. */
public abstract class SemctlContract extends Contract {
  /** A contract for one provider. */
  protected SemctlContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldSetAndGetOneValue() {
    int semid = set(0, 0);
    ns.setVal(semid, 1, 5);
    assertEquals(5, other().getVal(semid, 1));
    ns.setVal(semid, 0, Ipc.SEMVMX);
    ns.setVal(semid, 1, 0);

    assertValues(semid, Ipc.SEMVMX, 0);
  }

  @Test
  void shouldSetAndGetAllValues() {
    int semid = set(0, 0, 0);
    other().setAll(semid, 1, Ipc.SEMVMX, 0);
    assertValues(semid, 1, Ipc.SEMVMX, 0);
    ns.setAll(semid, 4, 5, 6, 7); // what is beyond the set isn't read

    assertValues(semid, 4, 5, 6);
  }

  @Test
  void shouldCheckTheValueOfSetvalBeforeTheSet() {
    int semid = set(1);
    for (int value : new int[] {-1, Ipc.SEMVMX + 1, 65535, Integer.MIN_VALUE}) {
      assertErrno(Errno.ERANGE, () -> ns.setVal(semid, 0, value));
      assertErrno(Errno.ERANGE, () -> ns.setVal(unusedId(), 0, value));
      assertErrno(Errno.ERANGE, () -> ns.setVal(semid, 9, value));
      assertErrno(Errno.EINVAL, () -> ns.setVal(-1, 0, value));
    }
    assertValues(semid, 1);
  }

  @Test
  void shouldChangeNothingIfOneValueOfSetallIsTooLarge() {
    int semid = set(1, 2);

    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 3, Ipc.SEMVMX + 1));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 65535, 3));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, -1, 3));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 0x10003, 3)); // not cut to 16 bits
    assertValues(semid, 1, 2);
  }

  @Test
  void shouldReadSetallAfterItHasFoundTheSet() {
    int semid = set(1, 2);

    assertErrno(Errno.EFAULT, () -> ns.setAll(semid, (int[]) null));
    assertErrno(Errno.EFAULT, () -> ns.setAll(semid, 1));
    assertErrno(Errno.EFAULT, () -> ns.setAll(semid, 65535));
    assertErrno(Errno.EINVAL, () -> ns.setAll(unusedId(), (int[]) null));
    assertErrno(Errno.EINVAL, () -> ns.setAll(unusedId(), 65535));
    assertValues(semid, 1, 2);
  }

  @Test
  void shouldCheckTheNumberOfTheSemaphore() {
    int semid = set(1, 2);
    for (int semnum : new int[] {2, -1, 65536, Integer.MIN_VALUE}) {
      assertErrno(Errno.EINVAL, () -> ns.getVal(semid, semnum));
      assertErrno(Errno.EINVAL, () -> ns.getPid(semid, semnum));
      assertErrno(Errno.EINVAL, () -> ns.getNcnt(semid, semnum));
      assertErrno(Errno.EINVAL, () -> ns.getZcnt(semid, semnum));
      assertErrno(Errno.EINVAL, () -> ns.setVal(semid, semnum, 0));
    }
  }

  @Test
  void shouldSetOwnerGroupAndMode() {
    int semid = set(1);
    SemidDs before = ns.semStat(semid);
    IpcPerm perm = before.perm();
    ns.semSet(semid, new IpcPerm(77, perm.uid(), perm.gid(), 78, 79, 07641, 80));

    SemidDs after = ns.semStat(semid);
    assertEquals(perm.withMode(0641), after.perm());
    assertEquals(before.semOtime(), after.semOtime());
    assertEquals(before.semNsems(), after.semNsems());
    assertValues(semid, 1);
  }

  @Test
  void shouldGiveASetAway() {
    Machine.assumeRoot("an object is given to another user");
    int semid = set(1);
    ns.semSet(semid, ns.semStat(semid).perm().with(65534, 1, 0600));

    IpcPerm perm = ns.semStat(semid).perm();
    assertEquals(65534, perm.uid());
    assertEquals(1, perm.gid());
    assertEquals(Machine.uid(), perm.cuid());
    assertEquals(Machine.gid(), perm.cgid());
  }

  @Test
  void shouldRefuseToSetWhatIsNoUser() {
    int semid = set(1);
    SemidDs before = ns.semStat(semid);
    IpcPerm perm = before.perm();

    assertErrno(Errno.EINVAL, () -> ns.semSet(semid, perm.with(-1, perm.gid(), 0644)));
    assertErrno(Errno.EINVAL, () -> ns.semSet(semid, perm.with(perm.uid(), -1, 0644)));
    assertEquals(before, ns.semStat(semid));
  }

  @Test
  void shouldReadTheArgumentOfIpcSetFirst() {
    assertErrno(Errno.EFAULT, () -> ns.semSet(set(1), null));
    assertErrno(Errno.EFAULT, () -> ns.semSet(unusedId(), null));
    assertErrno(Errno.EINVAL, () -> ns.semSet(-1, null));
  }

  @Test
  void shouldStatByIndexAsById() {
    int semid = set(1, 2);
    SemidDs byId = ns.semStat(semid);

    assertEquals(byId, ns.semStatAt(IdSequence.index(semid)));
    assertEquals(byId, ns.semStatAnyAt(IdSequence.index(semid)));
    assertEquals(byId, other().semStat(semid));
  }

  @Test
  void shouldRefuseAnIndexWithoutASet() {
    IpcNamespace empty = fresh().namespace();

    assertErrno(Errno.EINVAL, () -> empty.semStatAt(0));
    assertErrno(Errno.EINVAL, () -> empty.semStatAnyAt(0));
    assertErrno(Errno.EINVAL, () -> empty.semStatAnyAt(Ipc.IPCMNI - 1));
    assertErrno(Errno.EINVAL, () -> empty.shmStatAt(0));
    assertErrno(Errno.EINVAL, () -> empty.shmStatAnyAt(0));
  }

  @Test
  void shouldTellTheLimits() {
    Seminfo info = ns.semIpcInfo();

    assertEquals(ns.limits().semmni(), info.semmni());
    assertEquals(ns.limits().semmns(), info.semmns());
    assertEquals(ns.limits().semmsl(), info.semmsl());
    assertEquals(ns.limits().semopm(), info.semopm());
    assertEquals(Ipc.SEMVMX, info.semvmx());
    assertEquals(Ipc.SEMAEM, info.semaem());
    assertEquals(20, info.semusz());
    assertEquals(info.semmns(), info.semmap());
    assertEquals(info.semmns(), info.semmnu());
    assertEquals(500, info.semume());
  }

  @Test
  void shouldTellTheUsage() {
    IpcNamespace empty = fresh().namespace();
    assertUsage(empty, 0, 0, 0);
    int first = empty.semget(Ipc.IPC_PRIVATE, 3, 0600);
    int second = empty.semget(Ipc.IPC_PRIVATE, 4, 0600);
    int third = empty.semget(Ipc.IPC_PRIVATE, 5, 0600);
    assertUsage(empty, 3, 12, 2);
    empty.semRmid(second);
    assertUsage(empty, 2, 8, 2);
    empty.semRmid(third);
    assertUsage(empty, 1, 3, 0);
    empty.semRmid(first);

    assertUsage(empty, 0, 0, 0);
  }

  private static void assertUsage(IpcNamespace ns, int sets, int semaphores, int highestIndex) {
    Seminfo info = ns.semInfo();
    assertEquals(sets, info.semusz());
    assertEquals(semaphores, info.semaem());
    assertEquals(highestIndex, info.highestIndex());
    assertEquals(highestIndex, ns.semIpcInfo().highestIndex());
    assertEquals(ns.semIpcInfo().semmni(), info.semmni());
  }

  @Test
  void shouldGiveEachCallerItsOwnArray() {
    int semid = set(1, 2);
    int[] values = ns.getAll(semid);
    values[0] = 9;

    assertArrayEquals(new int[] {1, 2}, ns.getAll(semid));
    assertTrue(values != ns.getAll(semid));
  }
}
