package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Goal;
import io.sysv4j.benchmarks.results.Goals;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Everything that was measured, for other programs: each round's number, and each histogram. */
final class RawNumbers {
  private RawNumbers() {}

  static Map<String, Object> of(Machine machine, Results results) {
    Map<String, Object> all = new LinkedHashMap<>(machine.facts());
    all.put("goals", goals(results));
    all.put("numbers", numbers(results));
    all.put("latencies", latencies(results));
    return all;
  }

  private static List<Map<String, Object>> goals(Results results) {
    List<Map<String, Object>> goals = new ArrayList<>();
    for (Goal goal : Goals.all()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("work", goal.text());
      entry.put("goal", goal.wanted());
      goal.reached(results).ifPresent(reached -> entry.put("reached", reached));
      entry.put("verdict", goal.verdict(results));
      goals.add(entry);
    }
    return goals;
  }

  private static List<Map<String, Object>> numbers(Results results) {
    List<Map<String, Object>> numbers = new ArrayList<>();
    results
        .numbers()
        .forEach(
            (Key key, Map<Integer, Double> rounds) -> {
              Map<String, Object> entry = about(key.work(), key.subject());
              entry.put("size", key.size());
              entry.put("metric", key.metric().name());
              entry.put("rounds", rounds.values());
              numbers.add(entry);
            });
    return numbers;
  }

  private static List<Map<String, Object>> latencies(Results results) {
    List<Map<String, Object>> latencies = new ArrayList<>();
    for (Work work : Work.values()) {
      results
          .latencies(work)
          .forEach(
              (subject, histogram) -> {
                Map<String, Object> entry = about(work, subject);
                entry.put("count", histogram.getTotalCount());
                entry.put("percentile_and_ns", percentiles(histogram));
                latencies.add(entry);
              });
    }
    return latencies;
  }

  private static Collection<List<Number>> percentiles(Histogram histogram) {
    List<List<Number>> pairs = new ArrayList<>();
    histogram
        .percentiles(2)
        .forEach(value -> pairs.add(List.of(value.getPercentile(), value.getValueIteratedTo())));
    return pairs;
  }

  private static Map<String, Object> about(Work work, Subject subject) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("work", work.name());
    entry.put("subject", subject.name());
    return entry;
  }
}
