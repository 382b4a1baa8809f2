package io.sysv4j.benchmarks.jvms;

import io.sysv4j.benchmarks.Timing;
import io.sysv4j.benchmarks.libc.Libc;

/** How often something can be done in a second. */
final class Rate {
  private static final int BATCH = 100;

  private Rate() {}

  /** A pair of operations: take and give back. */
  interface Pair {
    void run() throws Exception;
  }

  /** Operations a second of a pair that is repeated for so many nanoseconds. */
  static double of(Pair pair, long length) throws Exception {
    long start = System.nanoTime();
    long ops = 0;
    long spent;
    do {
      for (int i = 0; i < BATCH; i++) {
        pair.run();
      }
      ops += 2 * BATCH;
      spent = System.nanoTime() - start;
    } while (spent < length);
    return ops * 1e9 / spent;
  }

  /**
   * Answers the parent's question: warms up, measures, and goes on long enough to keep the others
   * company until they have measured, too.
   */
  static void report(Parent parent, int processor, Pair pair, Timing timing) throws Exception {
    Libc.pin(processor);
    parent.tell("ready");
    parent.hear();
    of(pair, timing.warmUp());
    parent.tell(Double.toString(of(pair, timing.measured())));
    of(pair, timing.measured() / 2);
  }
}
