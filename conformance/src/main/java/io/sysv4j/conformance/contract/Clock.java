package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongSupplier;

/**
 * Whole seconds since the epoch, as sem_otime and its peers have them. Linux takes them from a
 * clock that may be some ticks behind Java's.
 */
public final class Clock {
  private static final int TICKS_MILLIS = 50;

  private Clock() {}

  /** The earliest time stamp that anything from now on can get. */
  public static long earliest() {
    return (System.currentTimeMillis() - TICKS_MILLIS) / 1000;
  }

  /** The latest time stamp that anything up to now can have. */
  public static long latest() {
    return System.currentTimeMillis() / 1000;
  }

  /** Waits until no time stamp so far is that of a call from now on. */
  public static void awaitNextSecond() {
    long current = latest();
    while (earliest() <= current) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Asserts that what a call does moves a time stamp to the present. */
  static void assertMoves(LongSupplier stamp, Runnable call) {
    long before = stamp.getAsLong();
    awaitNextSecond();
    long earliest = earliest();
    call.run();
    long after = stamp.getAsLong();
    assertTrue(after >= earliest && after <= latest(), "was " + before + ", is " + after);
  }
}
