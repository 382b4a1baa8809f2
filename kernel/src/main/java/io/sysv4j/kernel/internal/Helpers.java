package io.sysv4j.kernel.internal;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that sleep in the kernel for virtual threads and futures, one for each sleeper, as the
 * kernel has no semop that doesn't hold a thread. They are daemons, and go away when they have had
 * nothing to do for a while.
 */
final class Helpers {
  private static final int IDLE_SECONDS = 5;
  private static final long STACK_BYTES = 256 << 10;
  private static final AtomicLong COUNT = new AtomicLong();

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Helpers::thread);

  private static Thread thread(Runnable work) {
    String name = "sysv4j-kernel-sleeper-" + COUNT.incrementAndGet();
    Thread thread = new Thread(null, work, name, STACK_BYTES, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Helpers.class.getClassLoader());
    return thread;
  }

  /**
   * Runs this on a thread of its own, at once.
   *
   * @return false if the system has no thread to give
   */
  boolean start(Runnable work) {
    try {
      pool.execute(work);
      return true;
    } catch (OutOfMemoryError noThread) {
      return false;
    }
  }

  /** Lets idle threads go now, and the others when they have ended. */
  void close() {
    pool.shutdown();
  }
}
