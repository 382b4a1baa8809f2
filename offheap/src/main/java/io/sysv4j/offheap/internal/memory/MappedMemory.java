package io.sysv4j.offheap.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * A mapped file, by Chronicle. The mapping covers more than the file has yet, so a file that grows
 * needs no new mapping; an offset beyond the known end asks the file how long it is now.
 *
 * <p>When the namespace is closed it is the known end that says so, which every access looks at:
 * see {@link MappedRange#end}.
 *
 * <p>Chronicle's accesses with an object, which is null here, do without its checks for values that
 * straddle cache lines: ours are aligned. Each access fences itself: the file is not unmapped
 * before it is done.
 */
final class MappedMemory extends Memory {
  private static final UnsafeMemory UNSAFE = UnsafeMemory.INSTANCE;

  /** As {@link #lastLong} when the namespace is closed: no offset is within the file any more. */
  private static final long CLOSED = -1;

  private static final VarHandle LAST_LONG;

  static {
    try {
      LAST_LONG = MethodHandles.lookup().findVarHandle(MappedMemory.class, "lastLong", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MappedFile file;
  private final long address;

  /** The last offset at which 64 bits end within what we know of the file, or {@link #CLOSED}. */
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

  /**
   * {@inheritDoc}
   *
   * @throws NamespaceClosedException if it is: who would complain of the contents then has seen
   *     those that stand in for them
   */
  @Override
  public String name() {
    if ((long) LAST_LONG.getVolatile(this) == CLOSED) {
      throw new NamespaceClosedException();
    }
    return file.name();
  }

  /**
   * Every access that begins from now on throws {@link NamespaceClosedException}.
   *
   * @return how many bytes those may still look at that have begun
   */
  long close() {
    return (long) LAST_LONG.getAndSet(this, CLOSED) + Long.BYTES;
  }

  private void check(long offset, int width) {
    if ((offset | lastLong - offset) < 0) {
      checkEnd(offset, width);
    }
  }

  /** Near or beyond the end we know: the file may have grown, or its contents are wrong. */
  private void checkEnd(long offset, int width) {
    long last = (long) LAST_LONG.getVolatile(this);
    while (last != CLOSED && isOutside(offset, width, last)) {
      long now = file.currentSize() - Long.BYTES;
      if (LAST_LONG.compareAndSet(this, last, now) && isOutside(offset, width, now)) {
        throw new CorruptFileException(
            file.name(),
            "it points to offset " + offset + ", but is " + (now + Long.BYTES) + " bytes long");
      }
      last = (long) LAST_LONG.getVolatile(this);
    }
    if (last == CLOSED) {
      throw new NamespaceClosedException();
    }
  }

  /** How long the file was when this was last asked. */
  long knownSize() {
    return (long) LAST_LONG.getVolatile(this) + Long.BYTES;
  }

  /** The file is so long, at least. */
  void knowSize(long size) {
    long last = (long) LAST_LONG.getVolatile(this);
    while (last != CLOSED && !LAST_LONG.compareAndSet(this, last, size - Long.BYTES)) {
      last = (long) LAST_LONG.getVolatile(this);
    }
    if (last == CLOSED) {
      throw new NamespaceClosedException();
    }
  }

  private static boolean isOutside(long offset, int width, long last) {
    return offset < 0 || offset > last + Long.BYTES - width;
  }
}
