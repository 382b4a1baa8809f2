package io.sysv4j.conformance.fuzz;

import java.util.HashSet;
import java.util.Set;

/**
 * Knows near which steps a second ended. A step is done on one side shortly after the other, and a
 * provider's clock may be a little behind, so what both took in the same such step may differ; all
 * other times must be equal.
 */
final class Clock {
  /** How far a provider's clock may be behind on a busy machine, in milliseconds. */
  private static final long SLACK = 300;

  private record Span(long first, long last) {
    boolean contains(long second) {
      return second >= first && second <= last;
    }
  }

  private final Set<Span> blurred = new HashSet<>();
  private long stepStart;

  void stepBegins() {
    stepStart = System.currentTimeMillis();
  }

  void stepEnds() {
    long first = seconds(stepStart - SLACK);
    long last = seconds(System.currentTimeMillis() + SLACK);
    if (first < last) {
      blurred.add(new Span(first, last));
    }
  }

  /** Whether both sides may have taken these two times in the same step. */
  boolean agree(long left, long right) {
    return left == right
        || blurred.stream().anyMatch(span -> span.contains(left) && span.contains(right));
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
