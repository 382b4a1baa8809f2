package io.sysv4j.benchmarks.results;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** All numbers of one run, by round. Filled by one thread. */
public final class Results {
  private final Map<Key, SortedMap<Integer, Double>> numbers = new LinkedHashMap<>();
  private final Map<Work, Map<Subject, Histogram>> latencies = new EnumMap<>(Work.class);
  private final Map<String, String> notes = new LinkedHashMap<>();
  private int round;

  /** Says that what follows belongs to this round. */
  public void startRound(int number) {
    round = number;
  }

  /** Takes a number. */
  public void add(Key key, double value) {
    numbers.computeIfAbsent(key, k -> new TreeMap<>()).put(round, value);
  }

  /**
   * Takes latencies in nanoseconds of a loop that starts the next when the last is done. A stall
   * delays those that would have come meanwhile, so they are filled in, at the pace of the median.
   * The median itself is that of what happened: one long stall would fill in more than that.
   */
  public void addClosedLoop(Work work, Subject subject, Histogram raw) {
    long median = Math.max(1, raw.getValueAtPercentile(50));
    add(work, subject, median, raw.copyCorrectedForCoordinatedOmission(median));
  }

  /** Takes latencies in nanoseconds, each measured from when it was meant to start. */
  public void addLatencies(Work work, Subject subject, Histogram histogram) {
    add(work, subject, histogram.getValueAtPercentile(50), histogram);
  }

  private void add(Work work, Subject subject, long median, Histogram histogram) {
    add(new Key(work, subject, Metric.P50_NS), median);
    add(new Key(work, subject, Metric.P99_NS), histogram.getValueAtPercentile(99));
    add(new Key(work, subject, Metric.MAX_NS), histogram.getMaxValue());
    latencies
        .computeIfAbsent(work, w -> new EnumMap<>(Subject.class))
        .computeIfAbsent(subject, s -> new Histogram(3))
        .add(histogram);
  }

  /** Says why a subject has no number for a work. */
  public void note(Work work, Subject subject, String why) {
    notes.put(work + "/" + subject, why);
  }

  /** Why a subject has no number for a work. */
  public Optional<String> note(Work work, Subject subject) {
    return Optional.ofNullable(notes.get(work + "/" + subject));
  }

  /** The numbers, by round. */
  public Map<Key, SortedMap<Integer, Double>> numbers() {
    return numbers;
  }

  /** Whether a work was part of the run. */
  public boolean covers(Work work) {
    return numbers.keySet().stream().anyMatch(key -> key.work() == work)
        || notes.keySet().stream().anyMatch(cell -> cell.startsWith(work + "/"));
  }

  /** The latencies of all rounds together. */
  public Map<Subject, Histogram> latencies(Work work) {
    return latencies.getOrDefault(work, Map.of());
  }

  /** The median over the rounds. */
  public OptionalDouble median(Key key) {
    SortedMap<Integer, Double> values = numbers.getOrDefault(key, new TreeMap<>());
    return median(values.values().stream().mapToDouble(Double::doubleValue));
  }

  /** The median over the rounds of a ratio taken within each round. */
  public OptionalDouble ratio(Key above, Key below) {
    SortedMap<Integer, Double> divisors = numbers.getOrDefault(below, new TreeMap<>());
    return median(
        numbers.getOrDefault(above, new TreeMap<>()).entrySet().stream()
            .filter(e -> divisors.containsKey(e.getKey()))
            .mapToDouble(e -> e.getValue() / divisors.get(e.getKey())));
  }

  private static OptionalDouble median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
