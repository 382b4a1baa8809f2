package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everybody side by side; where somebody can't, the cell says what is missing. */
final class PeerTable {
  private static final List<Subject> SUBJECTS =
      List.of(
          Subject.OFFHEAP,
          Subject.KERNEL,
          Subject.KERNEL_C,
          Subject.SEM_T_C,
          Subject.BARE_CAS,
          Subject.SPIN_LOCK,
          Subject.CONCURRENT_SEMAPHORE,
          Subject.FILE_LOCK);

  private static final List<Row> ROWS =
      List.of(
          new Row(Work.PLAIN, 0, Metric.NS_PER_OP),
          new Row(Work.PLAIN_ARRAY, 0, Metric.NS_PER_OP),
          new Row(Work.UNDO, 0, Metric.NS_PER_OP),
          new Row(Work.FOUR, 0, Metric.NS_PER_OP),
          new Row(Work.ZERO, 0, Metric.NS_PER_OP),
          new Row(Work.TRY, 0, Metric.NS_PER_OP),
          new Row(Work.SEMGET, 0, Metric.NS_PER_OP),
          new Row(Work.FIRST_USE, 0, Metric.P50_NS),
          new Row(Work.HANDOVER, 0, Metric.P50_NS),
          new Row(Work.HANDOVER_ONE_CPU, 0, Metric.P50_NS),
          new Row(Work.HANDOVER_PACED, 0, Metric.P50_NS),
          new Row(Work.TWO_THREADS, 1, Metric.NS_PER_OP),
          new Row(Work.TWO_THREADS, 2, Metric.NS_PER_OP),
          new Row(Work.TWO_JVMS, 1, Metric.OPS_PER_S),
          new Row(Work.TWO_JVMS, 2, Metric.OPS_PER_S),
          new Row(Work.CONTEND, 2, Metric.OPS_PER_S),
          new Row(Work.CROWD, 0, Metric.OPS_PER_S),
          new Row(Work.RECOVERY, 0, Metric.P50_NS));

  private final Results results;

  private PeerTable(Results results) {
    this.results = results;
  }

  static Table of(Results results) {
    PeerTable table = new PeerTable(results);
    List<String> header =
        Stream.concat(Stream.of("work"), SUBJECTS.stream().map(Subject::toString))
            .collect(Collectors.toList());
    return new Table(
        "Peers",
        "Time per operation; for the works of several processes, median latency or total rate.",
        header,
        ROWS.stream()
            .filter(row -> results.covers(row.work()))
            .map(table::row)
            .collect(Collectors.toList()));
  }

  private List<String> row(Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.work().sized(row.size()));
    SUBJECTS.forEach(
        subject -> cells.add(cell(new Key(row.work(), row.size(), subject, row.metric()))));
    return cells;
  }

  private String cell(Key key) {
    OptionalDouble median = results.median(key);
    return median.isPresent()
        ? Quantity.of(median.getAsDouble(), key.metric())
        : Missing.feature(key.work(), key.subject())
            .or(() -> results.note(key.work(), key.subject()))
            .orElse("–");
  }

  private record Row(Work work, int size, Metric metric) {}
}
