package io.sysv4j.benchmarks;

import java.time.Duration;

/** Tells on standard error what is being measured, and how long it may still take. */
final class Progress {
  private final int steps;
  private final long started = System.nanoTime();
  private int begun;
  private int failures;

  Progress(int steps) {
    this.steps = steps;
  }

  void start(Step step) {
    String subjects =
        step.subjects().size() == 1 ? step.subjects().get(0).toString() : "the C side";
    System.err.printf(
        "bench: [%3d/%d, %s] %s: %s%n", ++begun, steps, remaining(), step.work(), subjects);
  }

  private String remaining() {
    if (begun <= 1) {
      return "estimating";
    }
    long each = (System.nanoTime() - started) / (begun - 1);
    Duration left = Duration.ofNanos(each * (steps - begun + 1));
    return String.format("%d:%02d left", left.toMinutes(), left.toSecondsPart());
  }

  void failed(Step step, Exception e) {
    failures++;
    System.err.println("bench: " + step.work() + " failed: " + e);
    e.printStackTrace();
  }

  int failures() {
    return failures;
  }

  void end() {
    Duration spent = Duration.ofNanos(System.nanoTime() - started);
    System.err.printf("bench: measured in %d:%02d%n", spent.toMinutes(), spent.toSecondsPart());
  }
}
