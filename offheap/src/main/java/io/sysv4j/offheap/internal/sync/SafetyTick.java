package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whoever sleeps on a futex looks up after this long even if nobody woke him. It must never help
 * anyone; when it does, that is counted, and a test fails.
 */
public final class SafetyTick {
  /** The longest sleep on a futex. */
  static final long NANOS = 5_000_000_000L;

  private static final AtomicLong RESCUES = new AtomicLong();

  private SafetyTick() {}

  /** How many sleepers of this JVM were not woken, and would have slept on. */
  public static long rescues() {
    return RESCUES.get();
  }

  /**
   * A sleep has ended; answers whether it was a whole tick without anyone waking us.
   *
   * @param nanos how long it should have been
   * @param answer of the futex call
   * @param isDue whether the sleeper should have been woken
   */
  static boolean isOver(long nanos, int answer, boolean isDue) {
    boolean isOver = nanos == NANOS && answer == Linux.TIMED_OUT;
    if (isDue && isOver) {
      RESCUES.incrementAndGet();
    }
    return isOver;
  }
}
