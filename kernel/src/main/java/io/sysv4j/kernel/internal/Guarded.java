package io.sysv4j.kernel.internal;

import io.sysv4j.IpcException;
import java.nio.ByteBuffer;

/**
 * Memory with nothing readable behind it: a call that reads further than the caller's array gets
 * EFAULT from the kernel itself, in the kernel's order of errors. Closed after the call.
 */
final class Guarded implements AutoCloseable {
  private static final String NO_MEMORY = "there is no memory for the values of SETALL";

  /** The memory, in native order. */
  final ByteBuffer bytes;

  /** Where it is. */
  final long address;

  private final long base;
  private final long length;

  private Guarded(long base, long length, int size) {
    this.base = base;
    this.length = length;
    this.address = base + length - Linux.PAGE_SIZE - size;
    this.bytes = Linux.buffer(address, size);
  }

  /**
   * So many bytes and no more.
   *
   * @throws IpcException ENOMEM if the kernel gives no memory
   */
  static Guarded take(int size) {
    long pages = (size + Linux.PAGE_SIZE - 1) / Linux.PAGE_SIZE + 1;
    long length = pages * Linux.PAGE_SIZE;
    long base =
        Linux.map(
            0, length, Linux.PROT_READ | Linux.PROT_WRITE, Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS);
    if (base < 0) {
      throw Words.failure((int) -base, "mmap(NULL, " + length + ", ...)", NO_MEMORY);
    }
    int guarded = Linux.protect(base + length - Linux.PAGE_SIZE, Linux.PAGE_SIZE, Linux.PROT_NONE);
    if (guarded < 0) {
      Linux.unmap(base, length);
      throw Words.failure(-guarded, "mprotect(..., PROT_NONE)", NO_MEMORY);
    }
    return new Guarded(base, length, size);
  }

  @Override
  public void close() {
    Linux.unmap(base, length);
  }
}
