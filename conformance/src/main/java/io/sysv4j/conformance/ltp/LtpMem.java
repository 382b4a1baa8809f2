package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.IPC_CREAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** mem/shmt, mem/mtest06 and mem/mtest07: bytes in shared memory. */
public abstract class LtpMem extends Contract {
  /** The cases for one provider. */
  protected LtpMem(Provider provider) {
    super(provider);
  }

  private static byte[] bytes(SharedMemory memory) {
    byte[] bytes = new byte[(int) memory.size()];
    memory.buffer().get(bytes);
    return bytes;
  }

  @Test
  @DisplayName("shmt02#1 a removed segment keeps its bytes until detach; its key makes a new one")
  void shmt02_1() {
    int key = key();
    byte[] pattern = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    PeerJvm child = peer();
    IpcNamespace there = child.namespace();
    int old = sweepSegment(there.shmget(key, pattern.length, IPC_CREAT | 0666));
    PeerMemory memory = (PeerMemory) there.shmat(old, 0);
    memory.poke(0, pattern);
    there.shmRmid(old);
    assertArrayEquals(pattern, memory.peek(0, pattern.length));
    child.exit();

    int heir = shmget(key, pattern.length, IPC_CREAT | 0666);
    assertNotEquals(old, heir);
    try (SharedMemory zeros = ns.shmat(heir, 0)) {
      assertArrayEquals(new byte[pattern.length], bytes(zeros));
    }
  }

  @Test
  @DisplayName("shmt03#1 a second attach of a process shows the same bytes")
  void shmt03_1() {
    int shmid = shmget(key(), 16, IPC_CREAT | 0666);
    try (SharedMemory first = ns.shmat(shmid, 0);
        SharedMemory second = ns.shmat(shmid, 0)) {
      first.buffer().put(new byte[] {1, 2, 3});

      assertArrayEquals(bytes(first), bytes(second));
    }
  }

  @Test
  @DisplayName("shmt04#1 a child finds the segment by its key and attaches twice")
  void shmt04_1() {
    int key = key();
    try (SharedMemory memory = ns.shmat(shmget(key, 16, IPC_CREAT | 0666), 0)) {
      memory.buffer().put(new byte[] {1, 2, 3});
      IpcNamespace child = other();
      for (int i = 0; i < 2; i++) {
        PeerMemory theirs = (PeerMemory) child.shmat(child.shmget(key, 16, 0), 0);
        assertArrayEquals(bytes(memory), theirs.peek(0, 16));
      }
    }
  }

  @Test
  @DisplayName("shmt05#1 attach 8 bytes further: EINVAL")
  void shmt05_1() {
    int shmid = segment(16);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, memory.address() + 8, 0));
    }
  }

  @Test
  @DisplayName("shmt07#1 another process reads what was written")
  void shmt07_1() {
    int shmid = segment(16);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      memory.buffer().put(new byte[] {4, 5, 6});

      PeerMemory child = (PeerMemory) other().shmat(shmid, 0);
      assertArrayEquals(bytes(memory), child.peek(0, 16));
    }
  }

  @Test
  @DisplayName("shmt08#1 attach twice, detach both, remove")
  void shmt08_1() {
    int shmid = segment(16);
    SharedMemory first = ns.shmat(shmid, 0);
    SharedMemory second = ns.shmat(shmid, 0);
    ns.shmdt(first.address());
    ns.shmdt(second.address());
    assertEquals(0, ns.shmStat(shmid).shmNattch());

    ns.shmRmid(shmid);
  }

  private static void attachOften(IpcNamespace process, int shmid, int rounds) {
    for (int i = 0; i < rounds; i++) {
      SharedMemory memory = process.shmat(shmid, 0);
      if (memory instanceof PeerMemory theirs) {
        theirs.poke(i, (byte) i);
      } else {
        memory.buffer().put(i, (byte) i);
      }
      process.shmdt(memory.address());
    }
  }

  @Test
  @DisplayName("shmt10#1 two processes attach, write and detach a large segment 500 times")
  void shmt10_1() {
    int shmid = segment(16 << 20);
    IpcNamespace child = other();
    Sleeper childLoop = Sleeper.start(() -> attachOften(child, shmid, 500));
    attachOften(ns, shmid, 500);

    assertDone(childLoop);
    assertEquals(0, ns.shmStat(shmid).shmNattch());
  }

  @Test
  @DisplayName("mtest06/shmat1 threads attach, write and read segments of random sizes")
  void mtest06_shmat1() {
    Sleeper[] workers = new Sleeper[4];
    for (int i = 0; i < workers.length; i++) {
      int seed = i;
      workers[i] = Sleeper.start(() -> writeAndReadBack(seed));
    }
    assertDone(workers);
  }

  private void writeAndReadBack(int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int shmid = ns.shmget(Ipc.IPC_PRIVATE, 1 + random.nextInt(300_000), 0600);
      byte[] written = new byte[(int) ns.shmStat(shmid).shmSegsz()];
      random.nextBytes(written);
      SharedMemory writer = ns.shmat(shmid, 0);
      writer.buffer().put(written);
      SharedMemory reader = ns.shmat(shmid, Ipc.SHM_RDONLY);
      writer.close();
      byte[] read = bytes(reader);
      ns.shmRmid(shmid);
      reader.close();
      assertArrayEquals(written, read);
    }
  }

  @Test
  @DisplayName("mtest07/shm_test a reader sees exactly what a concurrent writer stored")
  void mtest07_shm_test() {
    int shmid = segment(64 << 10);
    int turn = set(1, 0); // 0: the writer may, 1: the reader may
    int rounds = 200;
    Sleeper writer =
        Sleeper.start(
            () -> {
              try (SharedMemory memory = ns.shmat(shmid, 0)) {
                for (int i = 0; i < rounds; i++) {
                  ns.semop(turn, 0, -1, 0);
                  fill(memory.buffer(), i);
                  ns.semop(turn, 1, 1, 0);
                }
              }
            });
    try (SharedMemory memory = ns.shmat(shmid, Ipc.SHM_RDONLY)) {
      for (int i = 0; i < rounds; i++) {
        ns.semop(turn, 1, -1, 0);
        assertFilled(memory.buffer(), i);
        ns.semop(turn, 0, 1, 0);
      }
    }
    assertDone(writer);
  }

  private static void fill(ByteBuffer buffer, int round) {
    for (int at = 0; at < buffer.capacity(); at += Integer.BYTES) {
      buffer.putInt(at, at ^ round);
    }
  }

  private static void assertFilled(ByteBuffer buffer, int round) {
    for (int at = 0; at < buffer.capacity(); at += Integer.BYTES) {
      if (buffer.getInt(at) != (at ^ round)) {
        assertEquals(at ^ round, buffer.getInt(at), "at " + at + " in round " + round);
      }
    }
  }
}
