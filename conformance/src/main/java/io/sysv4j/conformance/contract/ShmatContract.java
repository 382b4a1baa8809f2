package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.SHMLBA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

/** {@code shmat} and {@code shmdt}: where, how much, and who sees what. */
public abstract class ShmatContract extends Contract {
  /** A contract for one provider. */
  protected ShmatContract(Provider provider) {
    super(provider);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private PeerMemory attachElsewhere(int shmid, int shmflg) {
    return (PeerMemory) other().shmat(shmid, shmflg);
  }

  @Test
  void shouldAttachZeros() {
    int shmid = segment(5000);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      assertEquals(shmid, memory.shmid());
      assertEquals(5000, memory.size());
      assertTrue(memory.isAttached());
      assertFalse(memory.isReadOnly());
      assertEquals(0, memory.address() % SHMLBA);
      assertEquals(5000, memory.buffer().capacity());
      assertTrue(memory.buffer().isDirect());
      assertEquals(ByteOrder.nativeOrder(), memory.buffer().order());
      assertArrayEquals(new byte[5000], bytes(memory.buffer()));
    }
  }

  @Test
  void shouldShareBytesWithAnotherProcess() {
    int shmid = segment(100);
    try (SharedMemory here = ns.shmat(shmid, 0)) {
      PeerMemory there = attachElsewhere(shmid, 0);
      here.buffer().put(7, (byte) 42);
      assertArrayEquals(new byte[] {0, 42, 0}, there.peek(6, 3));
      there.poke(99, (byte) -1);

      assertEquals(-1, here.buffer().get(99));
    }
  }

  @Test
  void shouldShareBytesBetweenTwoAttachesOfAProcess() {
    int shmid = segment(100);
    try (SharedMemory first = ns.shmat(shmid, 0);
        SharedMemory second = ns.shmat(shmid, 0);
        SharedMemory readOnly = ns.shmat(shmid, Ipc.SHM_RDONLY)) {
      assertNotEquals(first.address(), second.address());
      first.buffer().put(3, (byte) 5);

      assertEquals(5, second.buffer().get(3));
      assertEquals(5, readOnly.buffer().get(3));
      assertEquals(3, ns.shmStat(shmid).shmNattch());
    }
  }

  @Test
  void shouldShareTheRestOfTheLastPage() {
    int shmid = segment(100);
    try (SharedMemory here = ns.shmat(shmid, 0)) {
      PeerMemory there = attachElsewhere(shmid, 0);
      here.buffer(100, SHMLBA - 100).put(SHMLBA - 101, (byte) 9);

      assertArrayEquals(new byte[] {9}, there.peek(SHMLBA - 1, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> here.buffer(100, SHMLBA - 99));
      assertThrows(IndexOutOfBoundsException.class, () -> here.buffer(-1, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> here.buffer(0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> here.buffer(Long.MAX_VALUE, 1));
      assertEquals(0, here.buffer(SHMLBA, 0).capacity());
    }
  }

  @Test
  void shouldKeepBytesWhileNoOneIsAttached() {
    int shmid = segment(10);
    SharedMemory first = ns.shmat(shmid, 0);
    first.buffer().put(3, (byte) 3);
    first.close();
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      assertEquals(3, memory.buffer().get(3));
    }
    PeerMemory elsewhere = attachElsewhere(shmid, 0);
    elsewhere.poke(4, (byte) 4);
    elsewhere.close();
    try (SharedMemory memory = ns.shmat(shmid, Ipc.SHM_RDONLY)) {
      assertEquals(4, memory.buffer().get(4));
    }
  }

  @Test
  void shouldNotWriteThroughAReadOnlyAttach() {
    int shmid = segment(10);
    try (SharedMemory memory = ns.shmat(shmid, Ipc.SHM_RDONLY);
        SharedMemory writable = ns.shmat(shmid, 0)) {
      assertTrue(memory.isReadOnly());
      assertTrue(memory.buffer().isReadOnly());
      assertTrue(memory.buffer(2, 3).isReadOnly());
      ByteBuffer buffer = memory.buffer();
      assertThrows(ReadOnlyBufferException.class, () -> buffer.put(0, (byte) 1));
      writable.buffer().put(0, (byte) 2);
      assertEquals(2, buffer.get(0));
    }
    PeerMemory there = attachElsewhere(shmid, Ipc.SHM_RDONLY);
    assertTrue(there.isReadOnly());
    assertThrows(RuntimeException.class, () -> there.poke(0, (byte) 1));
    assertArrayEquals(new byte[] {2}, there.peek(0, 1));
  }

  @Test
  void shouldAttachAtAnAddress() {
    int shmid = segment(2 * SHMLBA);
    long free = freeAddress();
    try (SharedMemory memory = ns.shmat(shmid, free, 0)) {
      assertEquals(free, memory.address());
      memory.buffer().put(SHMLBA, (byte) 1);
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, free, 0));
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, free + SHMLBA, 0));
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, free - SHMLBA, 0));
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, free + 1, Ipc.SHM_RND));
      assertEquals(1, ns.shmStat(shmid).shmNattch());
    }
  }

  @Test
  void shouldRoundTheAddressDownOnlyIfAsked() {
    int shmid = segment(1);
    long page = freeAddress();
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, page + 1, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, page + SHMLBA - 1, Ipc.SHM_RDONLY));

    try (SharedMemory memory = ns.shmat(shmid, page + SHMLBA - 1, Ipc.SHM_RND)) {
      assertEquals(page, memory.address());
    }
  }

  @Test
  void shouldCheckTheAddressBeforeTheSegment() {
    long free = freeAddress();
    assertErrno(Errno.EINVAL, () -> ns.shmat(unusedId(), free + 1, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(-1, free, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(unusedId(), 0, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(segment(1), 0, Ipc.SHM_REMAP));
    assertErrno(Errno.EINVAL, () -> ns.shmat(segment(1), free, Ipc.SHM_REMAP));
    assertErrno(Errno.EINVAL, () -> ns.shmat(segment(1), 1, Ipc.SHM_RND | Ipc.SHM_REMAP));
  }

  @Test
  void shouldDetachByTheAddress() {
    int shmid = segment(SHMLBA * 3L);
    SharedMemory memory = ns.shmat(shmid, 0);
    long address = memory.address();
    for (long wrong : new long[] {0, 1, address + 1, address + SHMLBA, freeAddress(), -SHMLBA}) {
      assertErrno(Errno.EINVAL, () -> ns.shmdt(wrong));
    }
    assertTrue(memory.isAttached());
    ns.shmdt(address);

    assertFalse(memory.isAttached());
    assertEquals(0, ns.shmStat(shmid).shmNattch());
    assertErrno(Errno.EINVAL, () -> ns.shmdt(address));
    memory.close();
    assertEquals(0, ns.shmStat(shmid).shmNattch());
  }

  @Test
  void shouldDetachOnceHoweverOftenItIsClosed() {
    int shmid = segment(1);
    SharedMemory kept = ns.shmat(shmid, 0);
    SharedMemory closed = ns.shmat(shmid, 0);
    closed.close();
    closed.close();

    assertErrno(Errno.EINVAL, () -> ns.shmdt(closed.address()));
    assertEquals(1, ns.shmStat(shmid).shmNattch());
    kept.close();
    assertEquals(0, ns.shmStat(shmid).shmNattch());
  }

  @Test
  void shouldNeverReachTheSegmentThroughALateBuffer() {
    int shmid = segment(10);
    SharedMemory memory = ns.shmat(shmid, 0);
    ByteBuffer late = memory.buffer();
    late.put(0, (byte) 1);
    memory.close();
    assertThrows(IllegalStateException.class, memory::buffer);
    assertThrows(IllegalStateException.class, () -> memory.buffer(0, 1));
    assertEquals(0, late.get(0));
    late.put(0, (byte) 7);

    assertEquals(0, ns.shmStat(shmid).shmNattch());
    try (SharedMemory again = ns.shmat(shmid, 0)) {
      assertEquals(1, again.buffer().get(0));
    }
  }
}
