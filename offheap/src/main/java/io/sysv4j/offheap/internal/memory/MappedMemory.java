package io.sysv4j.offheap.internal.memory;

import java.lang.ref.Reference;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * A mapped file, by Chronicle. The mapping covers more than the file has yet, so a file that grows
 * needs no new mapping; an offset beyond the known end asks the file how long it is now.
 *
 * <p>Chronicle's accesses with an object, which is null here, do without its checks for values that
 * straddle cache lines: ours are aligned. Each access fences itself: the file is not unmapped
 * before it is done.
 */
final class MappedMemory extends Memory {
  private static final UnsafeMemory UNSAFE = UnsafeMemory.INSTANCE;

  private final MappedFile file;
  private final long address;

  /** The last offset at which 64 bits end within what we know of the file. */
  private long lastLong;

  MappedMemory(MappedFile file, long address, long size) {
    this.file = file;
    this.address = address;
    this.lastLong = size - Long.BYTES;
  }

  @Override
  public long getLong(long offset) {
    check(offset, Long.BYTES);
    try {
      return UNSAFE.readVolatileLong(null, address + offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int getInt(long offset) {
    check(offset, Integer.BYTES);
    try {
      return UNSAFE.readVolatileInt(null, address + offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void putLong(long offset, long value) {
    check(offset, Long.BYTES);
    UNSAFE.writeOrderedLong(address + offset, value);
    Reference.reachabilityFence(this);
  }

  @Override
  public void putInt(long offset, int value) {
    check(offset, Integer.BYTES);
    UNSAFE.writeOrderedInt(address + offset, value);
    Reference.reachabilityFence(this);
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    check(offset, Long.BYTES);
    try {
      return UNSAFE.compareAndSwapLong(null, address + offset, expected, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    check(offset, Integer.BYTES);
    try {
      return UNSAFE.compareAndSwapInt(null, address + offset, expected, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public long address(long offset) {
    check(offset, Integer.BYTES);
    return address + offset;
  }

  @Override
  public String name() {
    return file.name();
  }

  private void check(long offset, int width) {
    if ((offset | lastLong - offset) < 0) {
      checkEnd(offset, width);
    }
  }

  /** Near or beyond the end we know: the file may have grown, or its contents are wrong. */
  private void checkEnd(long offset, int width) {
    long size = knownSize();
    if (offset < 0 || offset > size - width) {
      size = file.currentSize();
      knowSize(size);
    }
    if (offset < 0 || offset > size - width) {
      throw new CorruptFileException(
          name(), "it points to offset " + offset + ", but is " + size + " bytes long");
    }
  }

  /** How long the file was when this was last asked. */
  long knownSize() {
    return lastLong + Long.BYTES;
  }

  /** The file is so long, at least. */
  void knowSize(long size) {
    lastLong = size - Long.BYTES;
  }
}
