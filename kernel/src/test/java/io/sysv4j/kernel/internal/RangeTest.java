package io.sysv4j.kernel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.SharedMemory;
import io.sysv4j.kernel.KernelFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** When the addresses of a detached segment are given back. */
class RangeTest extends KernelFixture {
  private static final int GIB = 1 << 30;
  private static final int MANY = 64;

  /** The size of the address space that this JVM uses. */
  private static long addressSpace() {
    try {
      String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[0];
      return Long.parseLong(pages) * Linux.PAGE_SIZE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldGiveAddressesBackAtOnceIfNoBufferWasTaken() {
    int shmid = newSegment(GIB);
    long before = addressSpace();
    for (int i = 0; i < MANY; i++) {
      ns.shmat(shmid, 0).close();
    }
    assertTrue(addressSpace() < before + MANY / 2 * (long) GIB);
  }

  @Test
  void shouldGiveAddressesBackWhenTheLastBufferIsCollected() {
    int shmid = newSegment(GIB);
    long before = addressSpace();
    detachUnderBuffers(shmid);
    await(
        "given back",
        () -> {
          System.gc();
          Range.unmapForgotten();
          return addressSpace() < before + MANY / 2 * (long) GIB;
        });
  }

  /**
   * Ends with no buffer left, and was never without its address space before that. What else the
   * JVM gives back meanwhile, stacks of ended threads or ranges of the tests before, is less than
   * half of one segment.
   */
  private void detachUnderBuffers(int shmid) {
    long before = addressSpace();
    ByteBuffer[] derived = new ByteBuffer[MANY];
    for (int i = 0; i < MANY; i++) {
      try (SharedMemory attach = ns.shmat(shmid, 0)) {
        derived[i] = attach.buffer().slice().duplicate().asReadOnlyBuffer();
      }
    }
    System.gc();
    Range.unmapForgotten();
    assertTrue(addressSpace() > before + MANY * (long) GIB - GIB / 2);
    for (ByteBuffer late : derived) {
      assertEquals(0, late.getLong(0));
    }
  }

  @Test
  void shouldRememberNoBufferThatWasCollectedWhileAttached() {
    Attach attach = (Attach) ns.shmat(newSegment(4096), 0);
    for (int i = 0; i < 100; i++) {
      attach.buffer().put(0, (byte) i);
    }
    await(
        "forgotten",
        () -> {
          System.gc();
          Range.unmapForgotten();
          return attach.liveBuffers() == 0;
        });
    attach.close();
  }
}
