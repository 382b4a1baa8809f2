package io.sysv4j.conformance.torture;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What was done and seen, for the report. */
final class Tally {
  private final long start = System.nanoTime();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Map<Point, Integer> points = new EnumMap<>(Point.class);
  private int total;
  private int stops;
  private int rounds;
  private int massacres;
  private long operations;
  private long longestQuiet;

  void killed(String how, WorkerJvm worker) {
    total++;
    kills.merge(how, 1, Integer::sum);
    Point point = worker.ledger().point();
    if (point != null) {
      points.merge(point, 1, Integer::sum);
    }
    worker.ledger().slots().forEach(slot -> operations += slot.count());
  }

  void stopped() {
    stops++;
  }

  void round() {
    rounds++;
  }

  void allDied() {
    massacres++;
  }

  /** How long it took until the living stood still and all books agreed. */
  void quiet(long nanos) {
    longestQuiet = Math.max(longestQuiet, nanos);
  }

  int kills() {
    return total;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  String line() {
    return String.format(
        "%d kills in %.0f s (%.1f/s), %d rounds, %,d operations of the dead",
        total, seconds(), total / seconds(), rounds, operations);
  }

  @Override
  public String toString() {
    return line()
        + String.format(
            "%nhow: %s%nstopped and continued: %d; all at once: %d times%n"
                + "at points inside: %s%nlongest until all stood still and all agreed: %d ms",
            kills, stops, massacres, points, longestQuiet / 1_000_000);
  }
}
