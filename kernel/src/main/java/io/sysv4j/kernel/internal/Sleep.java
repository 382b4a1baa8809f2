package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One semtimedop that may sleep in the kernel, and can be woken. Made by {@link SemopCalls}, run
 * once by one thread, woken by any; if the process dies, the kernel takes the sleeper out.
 *
 * <p>Waking must not be lost when it comes just before the thread enters the kernel, where a signal
 * that has been handled already would not be noticed. So the waker first writes a time-out of zero
 * into the memory that the kernel will read, and then signals:
 *
 * <pre>
 * sleeper                                   waker
 *   write timespec (forever = 31 years)       write timespec = 0
 *   semtimedop: read timespec                 send the signal
 *               sleep
 * </pre>
 *
 * <p>If the handler runs before the sleeper enters the kernel, the kernel reads zero and answers
 * EAGAIN. If the signal comes later, it is pending in the kernel, and the sleep ends with EINTR.
 */
final class Sleep {
  /** Who ended a sleep. */
  enum Waker {
    INTERRUPT,
    CANCEL,
    CLOSE
  }

  private static final int EINTR = -Errno.EINTR.number();
  private static final int EAGAIN = -Errno.EAGAIN.number();
  private static final Duration FOREVER = Duration.ofSeconds(1_000_000_000);

  private final int semid;
  private final int nsops;
  private final Duration timeout;
  private final Scratch scratch;
  private final long ops;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** The thread in the kernel; 0 before and after. */
  private volatile int threadId;

  private Waker waker;

  /** Stays as it is if the sleeping thread fails before it has an answer. */
  private int result = -Errno.EIO.number();

  /** Copies the operations; nothing else of the caller's is used later. */
  Sleep(int semid, Sembuf[] sops, Duration timeout) {
    WakeSignal.install();
    this.semid = semid;
    this.nsops = sops.length;
    this.timeout = timeout == null ? FOREVER : timeout;
    this.scratch = SembufArray.take(sops);
    this.ops = SembufArray.put(scratch, sops, 0);
  }

  /**
   * Sleeps on the calling thread.
   *
   * @return 0 or minus the error number; EINTR also when {@link #waker} was not an interrupt
   */
  int run() {
    try {
      result = begin() ? sleep() : EINTR;
      return result;
    } finally {
      end();
    }
  }

  private int sleep() {
    long start = System.nanoTime();
    long timespec = SembufArray.timespec(scratch);
    int answer;
    do {
      answer = Linux.semtimedop(semid, ops, nsops, timespec);
    } while (answer == EINTR && resume(start));
    return answer == EAGAIN && waker() != null ? EINTR : answer;
  }

  private synchronized boolean begin() {
    if (waker != null) {
      return false;
    }
    WakeSignal.unblock(scratch);
    SembufArray.put(scratch, timeout);
    threadId = Linux.threadId();
    return true;
  }

  /** After a signal that was not ours (a profiler's, SIGCONT): sleeps on, if there is time left. */
  private synchronized boolean resume(long start) {
    if (waker != null) {
      return false;
    }
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    SembufArray.put(scratch, left.isNegative() ? Duration.ZERO : left);
    return true;
  }

  /** Ends it in place of {@link #run}. */
  int abandon(Errno errno) {
    result = -errno.number();
    end();
    return result;
  }

  private void end() {
    synchronized (this) {
      threadId = 0;
      scratch.close();
    }
    ended.countDown();
  }

  /** Makes the sleep end soon; without effect on one that has ended. The first waker counts. */
  synchronized void wake(Waker by) {
    if (waker == null) {
      waker = by;
    }
    if (threadId != 0) {
      SembufArray.put(scratch, Duration.ZERO);
      WakeSignal.send(threadId);
    }
  }

  /** Who first tried to end it, or null. */
  synchronized Waker waker() {
    return waker;
  }

  /**
   * Waits until the sleep has ended; an interrupt of the caller ends it, too.
   *
   * @return the same as {@link #run}
   */
  int await() {
    boolean interrupted = false;
    while (ended.getCount() != 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        interrupted = true;
        wake(Waker.INTERRUPT);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /** Waits as {@link #await} does; whether the sleep was ended by a waker, with nothing done. */
  boolean isWithdrawn() {
    return await() == EINTR && waker() != null;
  }

  /** Waits until the sleeper stands in the kernel's queue, or has ended. It never takes long. */
  void awaitQueued() {
    while (ended.getCount() != 0 && !Threads.isInCall(threadId, Linux.ABI.semtimedop)) {
      Thread.yield();
    }
  }
}
