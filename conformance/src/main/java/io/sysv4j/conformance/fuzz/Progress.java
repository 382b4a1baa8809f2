package io.sysv4j.conformance.fuzz;

import java.io.PrintStream;
import java.util.Locale;

/** Counts, and prints a line now and then. */
final class Progress {
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private final long start = System.nanoTime();
  private long printed = start;
  private long steps;
  private long programs;
  private long differences;

  Progress(PrintStream out) {
    this.out = out;
  }

  void add(Outcome outcome) {
    steps += outcome.steps();
    programs++;
    differences += outcome.agreed() ? 0 : 1;
    if (System.nanoTime() - printed >= EVERY_NANOS) {
      printed = System.nanoTime();
      print();
    }
  }

  long steps() {
    return steps;
  }

  /** Prints the last line. */
  void finish() {
    print();
  }

  private void print() {
    double seconds = (System.nanoTime() - start) / 1e9;
    out.println(
        String.format(
            Locale.ROOT,
            "%,.0f s: %,d steps (%,.0f/s) in %,d programs, %d differences",
            seconds,
            steps,
            steps / seconds,
            programs,
            differences));
  }
}
