package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static io.sysv4j.Ipc.IPC_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.ShmidDs;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.Test;

/** {@code shmget}: what a new segment is, how keys find segments, and the order of its errors. */
public abstract class ShmgetContract extends Contract {
  /** A contract for one provider. */
  protected ShmgetContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldMakeASegmentOfExactlyThisSize() {
    int key = key();
    long before = Clock.earliest();
    ShmidDs ds = ns.shmStat(shmget(key, 100, IPC_CREAT | 0640));
    long after = Clock.latest();

    assertEquals(100, ds.shmSegsz());
    assertEquals(key, ds.perm().key());
    assertEquals(0640, ds.perm().mode());
    assertEquals(Machine.uid(), ds.perm().uid());
    assertEquals(Machine.uid(), ds.perm().cuid());
    assertEquals(Machine.gid(), ds.perm().gid());
    assertEquals(Machine.gid(), ds.perm().cgid());
    assertEquals(0, ds.shmAtime());
    assertEquals(0, ds.shmDtime());
    assertTrue(before <= ds.shmCtime() && ds.shmCtime() <= after, ds::toString);
    assertEquals(ownPid(), ds.shmCpid());
    assertEquals(0, ds.shmLpid());
    assertEquals(0, ds.shmNattch());
  }

  @Test
  void shouldFindASegmentByItsKey() {
    int key = key();
    int shmid = shmget(key, 100, IPC_CREAT | 0600);

    assertEquals(shmid, ns.shmget(key, 100, 0));
    assertEquals(shmid, ns.shmget(key, 1, 0600));
    assertEquals(shmid, ns.shmget(key, 0, 0));
    assertEquals(shmid, ns.shmget(key, 50, IPC_CREAT | 0600));
    assertEquals(shmid, ns.shmget(key, 50, IPC_EXCL | 0600));
    assertEquals(shmid, other().shmget(key, 100, 0));
  }

  @Test
  void shouldCompareWithTheRequestedSizeNotWithThePages() {
    int key = key();
    shmget(key, 100, IPC_CREAT | 0600);

    assertErrno(Errno.EINVAL, () -> ns.shmget(key, 101, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmget(key, 4096, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> ns.shmget(key, -1, 0));
  }

  @Test
  void shouldAlwaysMakeAPrivateSegment() {
    int first = shmget(IPC_PRIVATE, 1, 0600);
    int second = shmget(IPC_PRIVATE, 1, IPC_CREAT | IPC_EXCL | 0600);

    assertNotEquals(first, second);
    assertEquals(IPC_PRIVATE, ns.shmStat(second).perm().key());
  }

  @Test
  void shouldTakeAnyNumberAsAKey() {
    for (int key : new int[] {-key(), Integer.MIN_VALUE + 1}) {
      int shmid = shmget(key, 1, IPC_CREAT | 0600);
      assertEquals(shmid, ns.shmget(key, 1, 0));
    }
  }

  @Test
  void shouldSayThatItExistsFirst() {
    int key = key();
    shmget(key, 100, IPC_CREAT | 0600);

    assertErrno(Errno.EEXIST, () -> ns.shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600));
    assertErrno(Errno.EEXIST, () -> ns.shmget(key, 101, IPC_CREAT | IPC_EXCL | 0600));
    assertErrno(Errno.EEXIST, () -> ns.shmget(key, 0, IPC_CREAT | IPC_EXCL | 0600));
  }

  @Test
  void shouldSayThatAnAbsentKeyIsAbsentWhateverTheSize() {
    assertErrno(Errno.ENOENT, () -> ns.shmget(key(), 100, 0600));
    assertErrno(Errno.ENOENT, () -> ns.shmget(key(), 0, 0));
    assertErrno(Errno.ENOENT, () -> ns.shmget(key(), -1, IPC_EXCL));
  }

  @Test
  void shouldRefuseImpossibleSizes() {
    int key = key();

    assertErrno(Errno.EINVAL, () -> ns.shmget(key, 0, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> ns.shmget(IPC_PRIVATE, 0, 0600));
    assertErrno(Errno.EINVAL, () -> ns.shmget(key, -1, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> ns.shmget(key, ns.limits().shmmax() + 1, IPC_CREAT | 0600));
    assertErrno(Errno.ENOENT, () -> ns.shmget(key, 1, 0));
  }

  @Test
  void shouldRefuseSizesThatNoMachineHas() {
    assertErrno(Errno.ENOMEM, () -> ns.shmget(IPC_PRIVATE, 1L << 62, 0600));
  }

  @Test
  void shouldFreeTheKeyOfARemovedSegment() {
    int key = key();
    int first = shmget(key, 1, IPC_CREAT | 0600);
    ns.shmRmid(first);
    assertErrno(Errno.ENOENT, () -> ns.shmget(key, 1, 0));
    int second = shmget(key, 1, IPC_CREAT | IPC_EXCL | 0600);

    assertNotEquals(first, second);
    assertErrno(Errno.EINVAL, () -> ns.shmRmid(first));
  }
}
