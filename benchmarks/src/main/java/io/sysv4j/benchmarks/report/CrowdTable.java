package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What asynchronous sleepers cost, in as many as a provider was asked for. */
final class CrowdTable {
  private static final List<Metric> METRICS =
      List.of(
          Metric.THREADS,
          Metric.HEAP_BYTES_EACH,
          Metric.MAPPED_BYTES_EACH,
          Metric.BYTES_EACH,
          Metric.OPS_PER_S);

  private CrowdTable() {}

  static Table of(Results results) {
    List<List<String>> rows =
        results.numbers().keySet().stream()
            .filter(key -> key.work() == Work.ASYNC && key.metric() == Metric.THREADS)
            .map(key -> row(key, results))
            .collect(Collectors.toList());
    return new Table(
        "Asynchronous sleepers in one JVM",
        "All wait for zero; one operation wakes them. Heap includes each sleeper's future.",
        List.of("", "sleepers", "threads added", "heap", "mapped", "together", "woken"),
        rows);
  }

  private static List<String> row(Key subject, Results results) {
    List<String> cells = new ArrayList<>();
    cells.add(subject.subject().toString());
    cells.add(String.format(Locale.ROOT, "%,d", subject.size()));
    for (Metric metric : METRICS) {
      OptionalDouble median =
          results.median(new Key(Work.ASYNC, subject.size(), subject.subject(), metric));
      cells.add(median.isPresent() ? Quantity.of(median.getAsDouble(), metric) : "–");
    }
    return cells;
  }
}
