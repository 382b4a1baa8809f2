package io.sysv4j.kernel.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory that one native call reads and writes. Taken for a call and closed after it; a call that
 * finds one in the pool allocates nothing.
 *
 * <p>A pool, and not a thread-local: there may be millions of virtual threads, and a thread that
 * outlives this library's class loader would keep it. A thread looks at one slot, its own unless
 * threads are many; slots are a cache line apart.
 */
final class Scratch implements AutoCloseable {
  /** What a pooled one holds at least: any structure, and a time-out with 500 operations. */
  static final int CAPACITY = 4096;

  private static final int SLOTS = 64;
  private static final int SPACING = 16;
  private static final AtomicReferenceArray<Scratch> POOL =
      new AtomicReferenceArray<>(SLOTS * SPACING);

  /** The memory, in native order. */
  final ByteBuffer bytes;

  /** Where it is. */
  final long address;

  private Scratch(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = Linux.address(bytes);
  }

  /** One of {@link #CAPACITY} bytes, of any content. */
  static Scratch take() {
    Scratch pooled = POOL.getAndSet(slot(), null);
    return pooled == null ? new Scratch(CAPACITY) : pooled;
  }

  /** One of at least so many bytes, of any content. */
  static Scratch take(long size) {
    return size <= CAPACITY ? take() : new Scratch(Math.toIntExact(size));
  }

  /** Gives it back; it must not be used any more, by the caller or by the kernel. */
  @Override
  public void close() {
    if (bytes.capacity() == CAPACITY) {
      POOL.lazySet(slot(), this);
    }
  }

  private static int slot() {
    return ((int) Thread.currentThread().getId() & SLOTS - 1) * SPACING;
  }
}
