package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * All sleeps of this JVM, and who sleeps them: a platform thread its own; for a virtual thread,
 * which would hold its carrier, and for a future, one of the {@link Helpers}.
 */
final class Sleepers {
  private final Set<Sleep> asleep = ConcurrentHashMap.newKeySet();
  private final Helpers helpers = new Helpers();
  private volatile boolean closed;

  /**
   * Sleeps until the kernel has an answer.
   *
   * @return 0 or minus the error number
   * @throws IllegalStateException if the namespace was closed meanwhile
   */
  int sleep(Sleep sleep) {
    enter(sleep);
    int result;
    if (Threads.isVirtual()) {
      result = helpers.start(() -> run(sleep)) ? sleep.await() : abandon(sleep, Errno.ENOMEM);
    } else {
      try {
        result = new InterruptHook(sleep).run();
      } finally {
        asleep.remove(sleep);
      }
    }
    if (sleep.isWithdrawn() && sleep.waker() == Sleep.Waker.CLOSE) {
      throw closedMeanwhile();
    }
    return result;
  }

  /**
   * The same without waiting. When this returns, the sleeper has its place in the kernel's queue.
   *
   * @param failure makes the exception of an error
   * @param executor completes the future
   */
  CompletableFuture<Void> sleepAsync(
      Sleep sleep, IntFunction<IpcException> failure, Executor executor) {
    enter(sleep);
    SemopFuture future = new SemopFuture(sleep);
    Runnable work =
        () -> {
          int result = run(sleep);
          deliver(() -> complete(future, sleep, result, failure), executor);
        };
    if (!helpers.start(work)) {
      complete(future, sleep, abandon(sleep, Errno.ENOMEM), failure);
    }
    sleep.awaitQueued();
    return future;
  }

  private int run(Sleep sleep) {
    try {
      return sleep.run();
    } finally {
      asleep.remove(sleep);
    }
  }

  /** An executor that fails or has been shut down must not leave the future open. */
  private static void deliver(Runnable completion, Executor executor) {
    try {
      executor.execute(completion);
    } catch (RuntimeException | Error refused) {
      completion.run();
    }
  }

  private static void complete(
      SemopFuture future, Sleep sleep, int result, IntFunction<IpcException> failure) {
    if (result == 0) {
      future.end(null);
    } else if (!sleep.isWithdrawn()) {
      future.end(failure.apply(-result));
    } else if (sleep.waker() == Sleep.Waker.CLOSE) {
      future.end(closedMeanwhile());
    }
  }

  /** After this, {@link #close} knows of the sleep. */
  private void enter(Sleep sleep) {
    asleep.add(sleep);
    if (closed) {
      abandon(sleep, Errno.EINTR);
      throw closedMeanwhile();
    }
  }

  /** For a sleep that nobody will run. */
  private int abandon(Sleep sleep, Errno errno) {
    asleep.remove(sleep);
    return sleep.abandon(errno);
  }

  private static IllegalStateException closedMeanwhile() {
    return new IllegalStateException("kernel:/ was closed while the operation slept");
  }

  /** Withdraws all; when this returns, no sleeper is left in the kernel. */
  void close() {
    closed = true;
    asleep.forEach(sleep -> sleep.wake(Sleep.Waker.CLOSE));
    asleep.forEach(Sleep::await);
    helpers.close();
  }
}
