package io.sysv4j.conformance.torture;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What was done and seen, for the report. */
final class Tally {
  private final long start = System.nanoTime();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Map<Point, Integer> points = new EnumMap<>(Point.class);
  private final Map<Deed, Long> deeds = new EnumMap<>(Deed.class);
  private int total;
  private int stops;
  private int pauses;
  private int rounds;
  private int massacres;
  private long longestQuiet;

  void killed(String how, WorkerJvm worker) {
    total++;
    kills.merge(how, 1, Integer::sum);
    Point point = worker.ledger().point();
    if (point != null) {
      points.merge(point, 1, Integer::sum);
    }
    for (Deed deed : Deed.values()) {
      deeds.merge(deed, worker.ledger().count(deed), Long::sum);
    }
  }

  void stopped() {
    stops++;
  }

  /** Somebody has stopped itself at a store, and calls with bounds were made meanwhile. */
  void paused() {
    pauses++;
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
        "%d kills in %.0f s (%.0f a minute), %d rounds",
        total, seconds(), 60 * total / seconds(), rounds);
  }

  @Override
  public String toString() {
    return line()
        + String.format(
            "%nkilled: %s%nSIGSTOP and SIGCONT: %d; pauses at a store with calls that must return: %d; all at once: %d times%n"
                + "killed or stopped at a store: %s%nwhat the dead had done: %s%n"
                + "longest until all stood still and all agreed: %d ms",
            kills, stops, pauses, massacres, points, deeds, longestQuiet / 1_000_000);
  }
}
