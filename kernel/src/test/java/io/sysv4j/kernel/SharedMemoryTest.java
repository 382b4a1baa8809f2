package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

/** Attaching and detaching, and buffers that are used too late. */
class SharedMemoryTest extends KernelFixture {
  private static final int SHM_HUGETLB = 04000;

  @Test
  void shouldShowTheSameBytesThroughEveryAttach() {
    int shmid = newSegment(100);
    try (SharedMemory one = ns.shmat(shmid, 0);
        SharedMemory two = ns.shmat(shmid, Ipc.SHM_RDONLY)) {
      assertNotEquals(one.address(), two.address());
      one.buffer().putLong(8, 0x0102030405060708L);
      assertEquals(0x0102030405060708L, two.buffer().getLong(8));
      assertEquals(ByteOrder.nativeOrder(), two.buffer().order());
      assertTrue(two.isReadOnly() && two.buffer().isReadOnly());
      assertThrows(ReadOnlyBufferException.class, () -> two.buffer().put(0, (byte) 1));
    }
  }

  @Test
  void shouldShareTheRestOfTheLastPageAndNoMore() {
    int shmid = newSegment(100);
    try (SharedMemory one = ns.shmat(shmid, 0);
        SharedMemory two = ns.shmat(shmid, 0)) {
      assertEquals(100, one.size());
      assertEquals(100, one.buffer().capacity());
      one.buffer(4088, 8).putLong(0, 7);
      assertEquals(7, two.buffer(4000, 96).getLong(88));
      assertEquals(0, one.buffer(4096, 0).capacity());
      assertThrows(IndexOutOfBoundsException.class, () -> one.buffer(4089, 8));
      assertThrows(IndexOutOfBoundsException.class, () -> one.buffer(-1, 8));
      assertThrows(IndexOutOfBoundsException.class, () -> one.buffer(0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> one.buffer(Long.MAX_VALUE, 1));
    }
  }

  @Test
  void shouldKeepLateBuffersHarmless() {
    int shmid = newSegment(8192);
    try (SharedMemory other = ns.shmat(shmid, 0)) {
      SharedMemory attach = ns.shmat(shmid, 0);
      ByteBuffer late = attach.buffer();
      LongBuffer derived = late.slice().order(ByteOrder.nativeOrder()).asLongBuffer();
      late.putLong(0, 42);
      attach.close();
      assertEquals(0, late.getLong(0));
      derived.put(1023, 43);
      late.putLong(0, 44);
      assertEquals(43, late.getLong(8184));
      assertEquals(42, other.buffer().getLong(0));
      assertEquals(0, other.buffer().getLong(8184));
    }
  }

  @Test
  void shouldCountADetachThatLeavesABuffer() {
    int shmid = newSegment(4096);
    SharedMemory attach = ns.shmat(shmid, 0);
    ByteBuffer late = attach.buffer();
    ShmidDs before = ns.shmStat(shmid);
    attach.close();
    ShmidDs after = ns.shmStat(shmid);
    assertEquals(1, before.shmNattch());
    assertEquals(0, after.shmNattch());
    assertEquals(ProcessHandle.current().pid(), after.shmLpid());
    assertTrue(after.shmDtime() >= after.shmAtime() && before.shmDtime() == 0);
    assertEquals(0, late.getLong(0));
  }

  @Test
  void shouldRemoveAMarkedSegmentWithADetachThatLeavesABuffer() {
    int shmid = newSegment(4096);
    SharedMemory attach = ns.shmat(shmid, 0);
    ByteBuffer late = attach.buffer();
    ns.shmRmid(shmid);
    assertEquals(Ipc.SHM_DEST | 0600, ns.shmStat(shmid).perm().mode());
    attach.close();
    assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
    assertEquals(0, late.getLong(0));
  }

  @Test
  void shouldDetachOnce() {
    int shmid = newSegment(1);
    SharedMemory attach = ns.shmat(shmid, 0);
    assertTrue(attach.isAttached());
    ns.shmdt(attach.address());
    assertFalse(attach.isAttached());
    assertThrows(IllegalStateException.class, attach::buffer);
    attach.close();
    assertErrno(Errno.EINVAL, () -> ns.shmdt(attach.address()));
    assertEquals(0, ns.shmStat(shmid).shmNattch());
  }

  @Test
  void shouldAttachWhereAsked() {
    int shmid = newSegment(4096);
    SharedMemory first = ns.shmat(shmid, 0);
    long address = first.address();
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, address, 0));
    first.close();
    try (SharedMemory again = ns.shmat(shmid, address + 5, Ipc.SHM_RND)) {
      assertEquals(address, again.address());
    }
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, address + 5, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, address, Ipc.SHM_REMAP));
    assertErrno(Errno.EINVAL, () -> ns.shmat(-1, 0));
  }

  @Test
  void shouldDetachEverythingWithTheLastHandle() {
    int shmid = newSegment(4096);
    SharedMemory used = ns.shmat(shmid, 0);
    SharedMemory unused = ns.shmat(shmid, 0);
    ByteBuffer late = used.buffer();
    ns.close();
    assertFalse(used.isAttached() || unused.isAttached());
    assertEquals(0, late.getLong(0));
    used.close();
  }

  @Test
  void shouldLetGoOfHugePages() {
    int shmid;
    try {
      shmid = ns.shmget(Ipc.IPC_PRIVATE, 100, 0600 | SHM_HUGETLB);
    } catch (IpcException e) {
      assumeTrue(false, "no huge pages here: " + e.getMessage());
      return;
    }
    try {
      SharedMemory attach = ns.shmat(shmid, 0);
      ByteBuffer late = attach.buffer();
      late.putInt(0, 1);
      attach.close();
      assertEquals(0, late.getInt(0));
      assertEquals(0, ns.shmStat(shmid).shmNattch());
    } finally {
      ns.shmRmid(shmid);
    }
  }
}
