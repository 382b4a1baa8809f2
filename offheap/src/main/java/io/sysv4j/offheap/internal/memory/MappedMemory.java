package io.sysv4j.offheap.internal.memory;

import net.openhft.chronicle.core.UnsafeMemory;

/**
 * A mapped file, by Chronicle. The mapping covers more than the file has yet, so a file that grows
 * needs no new mapping; an offset beyond the known end asks the file how long it is now.
 */
final class MappedMemory extends Memory {
  private static final UnsafeMemory UNSAFE = UnsafeMemory.INSTANCE;

  private final MappedFile file;
  private final long address;
  private long size;

  MappedMemory(MappedFile file, long address, long size) {
    this.file = file;
    this.address = address;
    this.size = size;
  }

  @Override
  public long getLong(long offset) {
    check(offset, Long.BYTES);
    return UNSAFE.readVolatileLong(address + offset);
  }

  @Override
  public int getInt(long offset) {
    check(offset, Integer.BYTES);
    return UNSAFE.readVolatileInt(address + offset);
  }

  @Override
  public void putLong(long offset, long value) {
    check(offset, Long.BYTES);
    UNSAFE.writeOrderedLong(address + offset, value);
  }

  @Override
  public void putInt(long offset, int value) {
    check(offset, Integer.BYTES);
    UNSAFE.writeOrderedInt(address + offset, value);
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    check(offset, Long.BYTES);
    return UNSAFE.compareAndSwapLong(address + offset, expected, value);
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    check(offset, Integer.BYTES);
    return UNSAFE.compareAndSwapInt(address + offset, expected, value);
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
    if (offset < 0 || offset > size - width) {
      grown(offset, width);
    }
  }

  /** The offset is beyond the end we know: either the file has grown, or its contents are wrong. */
  private void grown(long offset, int width) {
    long now = file.currentSize();
    if (offset < 0 || offset > now - width) {
      throw new CorruptFileException(
          name(), "it points to offset " + offset + ", but is " + now + " bytes long");
    }
    size = now;
  }
}
