package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.SharedMemory;
import java.nio.ByteBuffer;

/** One attach of a segment. Its owner is {@link Attaches}; its buffers outlive it harmlessly. */
final class Attach implements SharedMemory {
  /** Someone else in this process has detached it. */
  private static final int GONE = -Errno.EINVAL.number();

  private final Attaches owner;
  private final int shmid;
  private final long address;
  private final long size;
  private final boolean readOnly;
  private final Range range;
  private boolean attached = true;

  Attach(Attaches owner, int shmid, long address, long size, boolean readOnly) {
    this.owner = owner;
    this.shmid = shmid;
    this.address = address;
    this.size = size;
    this.readOnly = readOnly;
    this.range = new Range(address, size);
  }

  @Override
  public int shmid() {
    return shmid;
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public synchronized boolean isAttached() {
    return attached;
  }

  @Override
  public ByteBuffer buffer() {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "segment " + shmid + " has " + size + " bytes, too many for one buffer: take parts");
    }
    return buffer(0, (int) size);
  }

  @Override
  public synchronized ByteBuffer buffer(long offset, int length) {
    if (!attached) {
      throw new IllegalStateException("segment " + shmid + " is detached");
    }
    if (offset < 0 || length < 0 || offset > range.length() - length) {
      throw new IndexOutOfBoundsException(
          length + " bytes at " + offset + " are not within " + range.length());
    }
    ByteBuffer root = range.buffer(offset, length);
    return readOnly ? root.asReadOnlyBuffer().order(root.order()) : root;
  }

  int liveBuffers() {
    return range.liveBuffers();
  }

  @Override
  public synchronized void close() {
    if (attached) {
      int result = range.detach();
      attached = result < 0 && result != GONE;
      if (!attached) {
        owner.forget(this);
      }
      if (result < 0) {
        throw ShmFailures.shmdt(-result, address);
      }
    }
  }
}
