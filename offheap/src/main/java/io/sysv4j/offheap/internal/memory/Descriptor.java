package io.sysv4j.offheap.internal.memory;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that several threads use, and one may close at any time: the last that still
 * uses it closes it. So no system call ever meets a number that was closed meanwhile, or is another
 * file's by now.
 *
 * <pre>
 *   int fd = descriptor.use();
 *   try { … } finally { descriptor.done(); }
 * </pre>
 *
 * <p>Allocates nothing, as it is used inside of gates. A thread that is lost between {@link #use}
 * and {@link #done} keeps the descriptor open, which does no harm.
 */
public final class Descriptor {
  private static final int CLOSED = Integer.MIN_VALUE;

  private final int fd;
  private final AtomicInteger users = new AtomicInteger();

  /** The descriptor, which is this object's from now on. */
  public Descriptor(int fd) {
    this.fd = fd;
  }

  /**
   * Keeps it open until {@link #done}.
   *
   * @return its number
   * @throws NamespaceClosedException if it has been closed
   */
  public int use() {
    int count;
    do {
      count = users.get();
      if (count < 0) {
        throw new NamespaceClosedException();
      }
    } while (!users.compareAndSet(count, count + 1));
    return fd;
  }

  /** The caller uses it no more. */
  public void done() {
    if (users.decrementAndGet() == CLOSED) {
      Linux.closeFile(fd);
    }
  }

  /** Nobody begins to use it any more; it is closed now, or by its last user. */
  public void close() {
    int count;
    do {
      count = users.get();
      if (count < 0) {
        return;
      }
    } while (!users.compareAndSet(count, count | CLOSED));
    if (count == 0) {
      Linux.closeFile(fd);
    }
  }
}
