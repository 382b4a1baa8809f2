package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * The file of a shared-memory segment: the user's bytes and nothing else, in whole pages. An
 * instance is one mapping of it.
 *
 * <p>Buffers may be used after {@link #detach}: the range then has private zero pages until no
 * buffer of it can be reached.
 */
public final class SegmentFile {
  private final long address;
  private final long length;
  private int buffers;
  private boolean detached;

  private SegmentFile(long address, long length) {
    this.address = address;
    this.length = length;
  }

  /**
   * Makes a file of zeros that has no name yet.
   *
   * @param name for messages: what its name may be
   * @throws FileProblem with ENOSPC if there is no storage
   */
  public static NewFile make(
      Directory directory, String name, long length, MappedFile.Access access) {
    return NewFile.ofZeros(directory, name, length, access);
  }

  /**
   * Maps a segment.
   *
   * @param at the address, 0 = the system chooses
   * @param size at least how long the file must be
   * @param mayOwn who else the file may belong to
   * @throws FileProblem EEXIST if something is mapped at the address, ENOMEM, EACCES
   * @throws CorruptFileException if it is not a whole file that only a trusted user can have made
   */
  public static SegmentFile map(
      Directory directory,
      String name,
      long at,
      long size,
      boolean writable,
      boolean exec,
      IntPredicate mayOwn) {
    int fd = open(directory, name, writable);
    try {
      Linux.Stat stat = Linux.stat(fd);
      requireWhole(directory, name, stat, size, mayOwn);
      int prot = Linux.PROT_READ | (writable ? Linux.PROT_WRITE : 0) | (exec ? Linux.PROT_EXEC : 0);
      long length = stat.size();
      long address =
          Retired.retrying(
              () -> at == 0 ? Linux.map(fd, length, prot) : Linux.mapAt(at, fd, length, prot));
      if (address < 0) {
        throw new FileProblem(Linux.errno(address), directory.path(name), "it can't be mapped");
      }
      return new SegmentFile(address, length);
    } finally {
      Linux.closeFile(fd);
    }
  }

  private static int open(Directory directory, String name, boolean writable) {
    try {
      return directory.openFile(name, writable);
    } catch (FileProblem e) {
      throw e.errno() == Errno.EINVAL ? new CorruptFileException(e) : e;
    }
  }

  private static void requireWhole(
      Directory directory, String name, Linux.Stat stat, long size, IntPredicate mayOwn) {
    try {
      directory.requireSound(name, stat, mayOwn);
    } catch (FileProblem e) {
      throw new CorruptFileException(e);
    }
    if (stat.size() < size) {
      throw new CorruptFileException(
          directory.path(name),
          "it is truncated: " + stat.size() + " bytes instead of at least " + size);
    }
    if (stat.blocks() * 512 < stat.size()) {
      throw new CorruptFileException(directory.path(name), "it has holes: storage is not reserved");
    }
  }

  /** Where it is mapped. */
  public long address() {
    return address;
  }

  /** How many bytes are mapped: whole pages. */
  public long length() {
    return length;
  }

  /** A buffer over a part. */
  public synchronized ByteBuffer buffer(long offset, int count) {
    if (detached) {
      throw new IllegalStateException("the segment has been detached");
    }
    if (offset < 0 || count < 0 || offset + count > length || offset + count < 0) {
      throw new IndexOutOfBoundsException(
          count + " bytes at offset " + offset + " are not within " + length);
    }
    ByteBuffer buffer = Linux.buffer(address + offset, count);
    buffers++;
    Retired.watch(buffer, this::bufferGone);
    return buffer;
  }

  private synchronized void bufferGone() {
    buffers--;
    unmapIfUnused();
  }

  /** The memory is the segment's no more. */
  public synchronized void detach() {
    if (!detached) {
      detached = true;
      if (buffers > 0) {
        Linux.mapZerosAt(address, length);
      }
      unmapIfUnused();
    }
  }

  private void unmapIfUnused() {
    if (detached && buffers == 0) {
      Linux.unmap(address, length);
    }
  }

  /** How many pages of a file have storage. */
  public static long pages(Directory directory, String name) {
    Linux.Stat stat = directory.stat(name);
    return stat == null ? 0 : stat.blocks() / 8;
  }
}
