package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static io.sysv4j.Ipc.IPC_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.SemidDs;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.Test;

/** {@code semget}: what a new set is, how keys find sets, and the order of its errors. */
public abstract class SemgetContract extends Contract {
  /** A contract for one provider. */
  protected SemgetContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldMakeASetOfZeros() {
    int key = key();
    long before = Clock.earliest();
    SemidDs ds = ns.semStat(semget(key, 3, IPC_CREAT | 0640));
    long after = Clock.latest();

    assertEquals(3, ds.semNsems());
    assertEquals(key, ds.perm().key());
    assertEquals(0640, ds.perm().mode());
    assertEquals(0, ds.semOtime());
    assertTrue(before <= ds.semCtime() && ds.semCtime() <= after, ds::toString);
    assertArrayEquals(new int[3], ns.getAll(ds.semid()));
    for (int i = 0; i < 3; i++) {
      assertEquals(0, ns.getPid(ds.semid(), i));
      assertEquals(0, ns.getNcnt(ds.semid(), i));
      assertEquals(0, ns.getZcnt(ds.semid(), i));
    }
  }

  @Test
  void shouldMakeTheCallerOwnerAndCreator() {
    SemidDs ds = ns.semStat(set(0));

    assertEquals(ds.perm().cuid(), ds.perm().uid());
    assertEquals(ds.perm().cgid(), ds.perm().gid());
    assertEquals(Machine.uid(), ds.perm().uid());
    assertEquals(Machine.gid(), ds.perm().gid());
  }

  @Test
  void shouldKeepAllNineModeBits() {
    for (int mode : new int[] {0777, 0111, 0421, 0}) {
      assertEquals(mode, ns.semStatAnyAt(semget(key(), 1, IPC_CREAT | mode)).perm().mode());
    }
  }

  @Test
  void shouldFindASetByItsKey() {
    int key = key();
    int semid = semget(key, 3, IPC_CREAT | 0600);

    assertEquals(semid, ns.semget(key, 3, 0));
    assertEquals(semid, ns.semget(key, 3, IPC_CREAT | 0600));
    assertEquals(semid, ns.semget(key, 1, 0600));
    assertEquals(semid, ns.semget(key, 0, 0));
    assertEquals(semid, other().semget(key, 3, 0));
    assertEquals(0600, ns.semStat(semid).perm().mode());
  }

  @Test
  void shouldAlwaysMakeAPrivateSet() {
    int first = semget(IPC_PRIVATE, 1, 0600);
    int second = semget(IPC_PRIVATE, 1, 0600);
    int third = semget(IPC_PRIVATE, 1, IPC_CREAT | IPC_EXCL | 0600);

    assertNotEquals(first, second);
    assertNotEquals(second, third);
    assertEquals(IPC_PRIVATE, ns.semStat(third).perm().key());
  }

  @Test
  void shouldTakeAnyNumberAsAKey() {
    for (int key : new int[] {-key(), Integer.MIN_VALUE, -1}) {
      int semid = semget(key, 1, IPC_CREAT | 0600);
      assertEquals(semid, ns.semget(key, 1, 0));
      assertEquals(key, ns.semStat(semid).perm().key());
    }
  }

  @Test
  void shouldKeepTheKeysOfSegmentsApart() {
    int key = key();
    shmget(key, 1, IPC_CREAT | 0600);
    assertErrno(Errno.ENOENT, () -> ns.semget(key, 1, 0));

    int semid = semget(key, 1, IPC_CREAT | IPC_EXCL | 0600);

    assertEquals(semid, ns.semget(key, 1, 0));
  }

  @Test
  void shouldIgnoreExclWithoutCreat() {
    int key = key();
    assertErrno(Errno.ENOENT, () -> ns.semget(key, 1, IPC_EXCL | 0600));
    int semid = semget(key, 1, IPC_CREAT | 0600);

    assertEquals(semid, ns.semget(key, 1, IPC_EXCL | 0600));
  }

  @Test
  void shouldIgnoreUnknownFlags() {
    int key = key();
    int semid = semget(key, 1, IPC_CREAT | 0x7fff_0000 | 0600);

    assertEquals(0600, ns.semStat(semid).perm().mode());
    assertEquals(semid, ns.semget(key, 1, 0x7fff_0000));
    assertErrno(Errno.EEXIST, () -> ns.semget(key, 1, -1));
  }

  @Test
  void shouldCheckTheNumberOfSemaphoresBeforeTheKey() {
    int key = key();
    semget(key, 1, IPC_CREAT | 0600);
    int tooMany = ns.limits().semmsl() + 1;

    for (int nsems : new int[] {-1, Integer.MIN_VALUE, tooMany, Integer.MAX_VALUE}) {
      assertErrno(Errno.EINVAL, () -> ns.semget(key, nsems, IPC_CREAT | IPC_EXCL | 0600));
      assertErrno(Errno.EINVAL, () -> ns.semget(key, nsems, 0));
      assertErrno(Errno.EINVAL, () -> ns.semget(key(), nsems, 0));
      assertErrno(Errno.EINVAL, () -> ns.semget(IPC_PRIVATE, nsems, 0600));
    }
  }

  @Test
  void shouldSayThatItExistsBeforeComparingSizes() {
    int key = key();
    semget(key, 2, IPC_CREAT | 0600);

    assertErrno(Errno.EEXIST, () -> ns.semget(key, 3, IPC_CREAT | IPC_EXCL | 0600));
    assertErrno(Errno.EEXIST, () -> ns.semget(key, 0, IPC_CREAT | IPC_EXCL | 0600));
    assertErrno(Errno.EINVAL, () -> ns.semget(key, 3, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> ns.semget(key, 3, 0));
  }

  @Test
  void shouldSayThatAnAbsentKeyIsAbsentWhateverTheSize() {
    assertErrno(Errno.ENOENT, () -> ns.semget(key(), 1, 0600));
    assertErrno(Errno.ENOENT, () -> ns.semget(key(), 0, 0));
    assertErrno(Errno.ENOENT, () -> ns.semget(key(), ns.limits().semmsl(), 0));
  }

  @Test
  void shouldNotMakeASetOfNone() {
    int key = key();

    assertErrno(Errno.EINVAL, () -> ns.semget(key, 0, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> ns.semget(IPC_PRIVATE, 0, 0600));
    assertErrno(Errno.ENOENT, () -> ns.semget(key, 1, 0));
  }

  @Test
  void shouldMakeTheLargestSet() {
    int nsems = ns.limits().semmsl();
    int semid = semget(IPC_PRIVATE, nsems, 0600);
    ns.semop(semid, nsems - 1, 7, 0);

    assertEquals(nsems, ns.semStat(semid).semNsems());
    assertEquals(7, ns.getVal(semid, nsems - 1));
    assertEquals(nsems, ns.getAll(semid).length);
  }

  @Test
  void shouldFreeTheKeyOfARemovedSet() {
    int key = key();
    int first = semget(key, 1, IPC_CREAT | 0600);
    ns.semRmid(first);
    assertErrno(Errno.ENOENT, () -> ns.semget(key, 1, 0));

    int second = semget(key, 2, IPC_CREAT | IPC_EXCL | 0600);

    assertNotEquals(first, second);
    assertEquals(second, other().semget(key, 2, 0));
  }
}
