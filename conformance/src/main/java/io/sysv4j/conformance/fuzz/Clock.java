package io.sysv4j.conformance.fuzz;

import java.util.BitSet;

/**
 * Knows during which steps a second ended. A step is done on one side shortly after the other, so
 * times may then differ by one second; all others must be equal.
 */
final class Clock {
  /** How far a provider's coarse clock may be behind, in milliseconds. */
  private static final long SLACK = 50;

  private final long start = seconds(System.currentTimeMillis() - SLACK);
  private final BitSet blurred = new BitSet();
  private long stepStart;

  void stepBegins() {
    stepStart = System.currentTimeMillis();
  }

  void stepEnds() {
    long first = seconds(stepStart - SLACK);
    long last = seconds(System.currentTimeMillis() + SLACK);
    for (long second = first + 1; second <= last; second++) {
      blurred.set((int) (second - start));
    }
  }

  /** Whether both sides may have taken these two times in the same step. */
  boolean agree(long left, long right) {
    return left == right
        || Math.abs(left - right) == 1
            && Math.max(left, right) >= start
            && blurred.get((int) (Math.max(left, right) - start));
  }

  /** Waits until a new second has begun for everybody. */
  void tick() throws InterruptedException {
    long now = System.currentTimeMillis();
    Thread.sleep(1000 - now % 1000 + SLACK + 10);
  }

  private static long seconds(long millis) {
    return Math.floorDiv(millis, 1000L);
  }
}
