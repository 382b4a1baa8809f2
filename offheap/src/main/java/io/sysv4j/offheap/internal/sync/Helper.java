package io.sysv4j.offheap.internal.sync;

import java.util.concurrent.TimeUnit;

/**
 * A daemon thread on which others depend: should it die, the next who looks makes it again. Its
 * work must find out by itself what was missed. Thread-safe.
 */
public final class Helper {
  private final String name;
  private final Runnable work;
  private volatile Thread thread;
  private volatile boolean isWanted;
  private volatile boolean hasDied;
  private boolean ended;

  /** A helper that has not been started. */
  public Helper(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  /**
   * From now on there is such a thread.
   *
   * @throws OutOfMemoryError if the system has no thread to give; the next call tries again
   */
  public void start() {
    isWanted = true;
    if (!isAlive()) {
      startAnew();
    }
  }

  /** Whether it has been started and has died since. A look at one field, for who calls often. */
  public boolean hasDied() {
    return hasDied;
  }

  /** Makes it again if it has been started and has died since. */
  public void lookAfter() {
    if (isWanted) {
      start();
    }
  }

  /** Whether a thread is it. */
  public boolean is(Thread other) {
    return other != null && other == thread;
  }

  private boolean isAlive() {
    Thread now = thread;
    return now != null && now.isAlive();
  }

  /** Known before it starts: should an error strike here, there will be no second one. */
  private synchronized void startAnew() {
    if (ended || isAlive()) {
      return;
    }
    Thread made = new Thread(this::run, name);
    made.setDaemon(true);
    thread = made;
    made.start();
    hasDied = false;
  }

  private void run() {
    try {
      work.run();
    } finally {
      died();
    }
  }

  private synchronized void died() {
    if (thread == Thread.currentThread()) {
      thread = null;
      hasDied = isWanted;
    }
  }

  /** From now on none is made; answers the one that may still run, or null. */
  public synchronized Thread end() {
    ended = true;
    isWanted = false;
    hasDied = false;
    return thread;
  }

  /** Waits until a thread has ended; not for itself, nor for none. */
  public static void join(Thread thread) {
    join(thread, Long.MAX_VALUE);
  }

  /**
   * As {@link #join(Thread)}, but not for ever.
   *
   * @param nanos the longest wait, in ns
   */
  static void join(Thread thread, long nanos) {
    long start = System.nanoTime();
    long left = nanos;
    boolean interrupted = false;
    while (thread != null && thread != Thread.currentThread() && thread.isAlive() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = nanos - (System.nanoTime() - start);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
