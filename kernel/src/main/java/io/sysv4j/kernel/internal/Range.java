package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses of one attach, and the buffers that were handed out over them. Belongs to an {@link
 * Attach}, whose lock guards {@link #buffer} and {@link #detach}.
 *
 * <p>A buffer knows nothing of detaching, and a store through one to unmapped memory ends the JVM.
 * So while any is left, detaching puts private zero pages in the segment's place: to the kernel the
 * old mapping is gone, which is what shmdt does. The addresses are given back when the garbage
 * collector has found the last buffer; who attaches or detaches next looks after that.
 */
final class Range {
  private static final ReferenceQueue<ByteBuffer> COLLECTED = new ReferenceQueue<>();

  /** Detached, with buffers left. Nobody else may remember them, and they must see the last one. */
  private static final Set<Range> RETIRED = ConcurrentHashMap.newKeySet();

  private static final int EINVAL = -Errno.EINVAL.number();

  private final long address;
  private long length;
  private final Set<Root> roots = new HashSet<>();

  Range(long address, long size) {
    this.address = address;
    this.length = (size + Linux.PAGE_SIZE - 1) / Linux.PAGE_SIZE * Linux.PAGE_SIZE;
  }

  /** A buffer that others are made from; those keep it alive. */
  private static final class Root extends PhantomReference<ByteBuffer> {
    private final Range range;

    Root(ByteBuffer buffer, Range range) {
      super(buffer, COLLECTED);
      this.range = range;
    }
  }

  /** The size in bytes, whole pages. */
  long length() {
    return length;
  }

  ByteBuffer buffer(long offset, int size) {
    unmapForgotten();
    ByteBuffer buffer = Linux.buffer(address + offset, size);
    synchronized (roots) {
      roots.add(new Root(buffer, this));
    }
    return buffer;
  }

  /**
   * Ends the attach.
   *
   * @return 0, or minus the error number, and then nothing has changed
   */
  int detach() {
    synchronized (roots) {
      if (roots.isEmpty()) {
        return Linux.shmdt(address);
      }
      int result = replace(length);
      if (result == EINVAL) {
        // Of huge pages only whole ones can be replaced.
        length = MemoryMap.lengthAt(address);
        result = length == 0 ? EINVAL : replace(length);
      }
      if (result == 0) {
        RETIRED.add(this);
      }
      return result;
    }
  }

  /** Puts private zero pages in the segment's place. */
  private int replace(long bytes) {
    int prot = Linux.PROT_READ | Linux.PROT_WRITE;
    int flags = Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS | Linux.MAP_FIXED | Linux.MAP_NORESERVE;
    long result = Linux.map(address, bytes, prot, flags);
    return result == address ? 0 : (int) result;
  }

  /** How many buffers the garbage collector has not found yet. */
  int liveBuffers() {
    synchronized (roots) {
      return roots.size();
    }
  }

  private void collected(Root root) {
    synchronized (roots) {
      roots.remove(root);
      if (roots.isEmpty() && RETIRED.remove(this)) {
        Linux.unmap(address, length);
      }
    }
  }

  /** Gives back the addresses of detached ranges whose buffers have all been collected. */
  static void unmapForgotten() {
    for (Reference<?> root = COLLECTED.poll(); root != null; root = COLLECTED.poll()) {
      ((Root) root).range.collected((Root) root);
    }
  }
}
