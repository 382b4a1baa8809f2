package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.SHMLBA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/shmat and syscalls/shmdt. */
public abstract class LtpShmat extends Contract {
  private static final int INT_SIZE = 4;

  /** The cases for one provider. */
  protected LtpShmat(Provider provider) {
    super(provider);
  }

  private SharedMemory assertAttached(int shmid, SharedMemory memory) {
    ShmidDs ds = ns.shmStat(shmid);
    assertEquals(1, ds.shmNattch());
    assertEquals(INT_SIZE, ds.shmSegsz());
    return memory;
  }

  private void assertWritable(int shmid, SharedMemory memory) {
    PeerMemory child = (PeerMemory) other().shmat(shmid, 0);
    child.poke(0, (byte) 10, (byte) 20);
    assertEquals(10, memory.buffer().get(0));
    memory.buffer().put(1, (byte) 30);
    assertArrayEquals(new byte[] {10, 30}, child.peek(0, 2));
  }

  @Test
  @DisplayName("shmat01#1 attach anywhere: nattch 1, the requested size, writable")
  void shmat01_1() {
    int shmid = segment(INT_SIZE);
    SharedMemory memory = assertAttached(shmid, ns.shmat(shmid, 0));
    assertWritable(shmid, memory);

    ns.shmdt(memory.address());
  }

  @Test
  @DisplayName("shmat01#2 attach at an aligned address: exactly there")
  void shmat01_2() {
    int shmid = segment(INT_SIZE);
    long aligned = freeAddress();
    SharedMemory memory = assertAttached(shmid, ns.shmat(shmid, aligned, 0));
    assertEquals(aligned, memory.address());
    assertWritable(shmid, memory);

    ns.shmdt(memory.address());
  }

  @Test
  @DisplayName("shmat01#3 attach at an unaligned address with SHM_RND: rounded down")
  void shmat01_3() {
    int shmid = segment(INT_SIZE);
    long page = freeAddress();
    SharedMemory memory = assertAttached(shmid, ns.shmat(shmid, page + SHMLBA - 1, Ipc.SHM_RND));
    assertEquals(page, memory.address());
    assertWritable(shmid, memory);

    ns.shmdt(memory.address());
  }

  @Test
  @DisplayName("shmat01#4 attach with SHM_RDONLY: a write is refused, here and in a child")
  void shmat01_4() {
    int shmid = segment(INT_SIZE);
    SharedMemory memory = assertAttached(shmid, ns.shmat(shmid, Ipc.SHM_RDONLY));
    ByteBuffer buffer = memory.buffer();
    assertThrows(ReadOnlyBufferException.class, () -> buffer.put(0, (byte) 1));
    PeerMemory child = (PeerMemory) other().shmat(shmid, Ipc.SHM_RDONLY);
    assertThrows(RuntimeException.class, () -> child.poke(0, (byte) 1));
    assertArrayEquals(new byte[INT_SIZE], child.peek(0, INT_SIZE));

    ns.shmdt(memory.address());
  }

  @Test
  @DisplayName("shmat02#1 shmid -1: EINVAL")
  void shmat02_1() {
    assertErrno(Errno.EINVAL, () -> ns.shmat(-1, freeAddress(), 0));
  }

  @Test
  @DisplayName("shmat02#2 an unaligned address without SHM_RND: EINVAL")
  void shmat02_2() {
    assertErrno(Errno.EINVAL, () -> ns.shmat(segment(INT_SIZE), freeAddress() + SHMLBA - 1, 0));
  }

  @Test
  @DisplayName("shmat02#3 nobody attaches root's segment: EACCES")
  void shmat02_3() {
    int shmid = segment(INT_SIZE);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.shmat(shmid, freeAddress(), 0));
  }

  @Test
  @DisplayName("shmat03#1 address 1 with SHM_RND|SHM_REMAP: EINVAL")
  void shmat03_1() {
    int shmid = shmget(Ipc.IPC_PRIVATE, SHMLBA, 0777);

    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, 1, Ipc.SHM_RND | Ipc.SHM_REMAP));
  }

  @Test
  @DisplayName("shmdt01#1 detach: nattch 0, a late store misses the segment, attach again")
  void shmdt01_1() {
    int shmid = segment(INT_SIZE);
    SharedMemory memory = ns.shmat(shmid, 0);
    ByteBuffer late = memory.buffer();
    late.putInt(0, 10);
    ns.shmdt(memory.address());
    assertEquals(0, ns.shmStat(shmid).shmNattch());
    late.putInt(0, 20);

    try (SharedMemory again = ns.shmat(shmid, 0)) {
      assertEquals(10, again.buffer().getInt(0));
      assertTrue(again.isAttached());
      assertNotEquals(again.address(), 0);
    }
  }

  @Test
  @DisplayName("shmdt02#1 detach where nothing is attached: EINVAL")
  void shmdt02_1() {
    assertErrno(Errno.EINVAL, () -> ns.shmdt(freeAddress()));
  }

  @Test
  @DisplayName("shmdt02#2 detach at an unaligned address: EINVAL")
  void shmdt02_2() {
    try (SharedMemory memory = ns.shmat(segment(INT_SIZE), 0)) {
      assertErrno(Errno.EINVAL, () -> ns.shmdt(memory.address() + SHMLBA - 1));
      assertTrue(memory.isAttached());
    }
    assertErrno(Errno.EINVAL, () -> ns.shmdt(freeAddress() + SHMLBA - 1));
  }
}
