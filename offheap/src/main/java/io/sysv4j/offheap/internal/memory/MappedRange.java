package io.sysv4j.offheap.internal.memory;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.lang.ref.WeakReference;

/**
 * The addresses at which a file is mapped. They are given back when no thread can reach the {@link
 * MappedMemory} any more; a load or store that comes late would kill the JVM. The file's storage is
 * given back earlier, when the namespace is closed: {@link #end}.
 *
 * <p>It must not reach the file's {@link MappedFile}, nor its memory, but weakly.
 */
final class MappedRange implements Runnable {
  /** A multiple of the page size of every machine. */
  private static final long PAGES = 64 << 10;

  private final Directory directory;
  private final WeakReference<MappedMemory> memory;
  private final long address;
  private final long ones;
  private long length;
  private boolean isOver;

  /**
   * Memory that is mapped.
   *
   * @param ones how many bytes at its start have all bits set after its end
   */
  MappedRange(Directory directory, MappedMemory memory, long address, long length, long ones) {
    this.directory = directory;
    this.memory = new WeakReference<>(memory);
    this.address = address;
    this.length = length;
    this.ones = ones;
    directory.mapped().add(this);
  }

  /** Whether it is the mapping of a file. */
  boolean isOf(MappedFile file) {
    MappedMemory mine = memory.get();
    return mine != null && file != null && mine == file.memory();
  }

  /** Nobody can reach it any more: unmaps it. */
  @Override
  public synchronized void run() {
    if (length > 0) {
      Linux.unmap(address, length);
      length = 0;
      directory.mapped().remove(this);
    }
  }

  /**
   * The namespace is closed: the file is mapped no more. A thread that accesses it from now on is
   * told that the namespace is closed. A thread that has just begun to, meets private memory at the
   * same place: of a set it reads all ones there, which is no state that a semaphore's word, or a
   * gate's, can be in, so it is told no value, and no compare-and-swap succeeds.
   */
  synchronized void end() {
    if (isOver || length == 0) {
      return;
    }
    MappedMemory mine = memory.get();
    if (mine == null) {
      run();
      return;
    }
    long used = mine.close();
    empty(used < Long.BYTES ? length : used); // all of it, if an error struck the first time
    isOver = true;
  }

  /** Without room for the private memory, the file stays mapped until nobody can reach it. */
  private void empty(long used) {
    long kept = Math.min(length, (used + PAGES - 1) / PAGES * PAGES);
    long spare = Linux.mapZeros(kept);
    if (spare < 0) {
      return;
    }
    Linux.fillWithOnes(spare, Math.min(kept, ones));
    if (kept < length) {
      long unknown = length - kept; // nobody has known that the file is so long
      length = kept; // first: what is unmapped twice may be another's by then
      Linux.unmap(address + kept, unknown);
    }
    if (Linux.moveMapping(spare, kept, address) < 0) {
      Linux.mapZerosAt(address, kept); // it may have got half way
      Linux.unmap(spare, kept);
    }
  }
}
