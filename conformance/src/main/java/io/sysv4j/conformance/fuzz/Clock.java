package io.sysv4j.conformance.fuzz;

import java.util.BitSet;

/**
 * Knows near which steps a second ended. A step is done on one side shortly after the other, and a
 * provider's clock may be a little behind, so times may then differ by one second; all others must
 * be equal.
 */
final class Clock {
  /** How far a provider's clock may be behind on a busy machine, in milliseconds. */
  private static final long SLACK = 300;

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

  /** Waits so long that a time that does not change any more is two seconds behind. */
  void tick() throws InterruptedException {
    long now = System.currentTimeMillis();
    Thread.sleep(2000 - now % 1000 + SLACK + 10);
  }

  private static long seconds(long millis) {
    return Math.floorDiv(millis, 1000L);
  }
}
