package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Goal;
import io.sysv4j.benchmarks.results.Goals;
import io.sysv4j.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a run leaves behind, and prints its tables. */
public final class Report {
  private Report() {}

  /** Writes {@code bench.json}, {@code bench.md}, {@code bench.html} and the charts. */
  public static void write(Path directory, Machine machine, Results results) throws IOException {
    String summary = summary(results);
    List<Table> tables =
        Stream.of(GoalTable.of(results), PeerTable.of(results), CrowdTable.of(results))
            .filter(table -> !table.rows().isEmpty())
            .collect(Collectors.toList());
    Map<String, String> charts = Charts.of(results);
    String markdown =
        Stream.concat(
                Stream.of("# sysv4j bench\n", machine + "\n", summary + "\n"),
                tables.stream().map(Table::markdown))
            .collect(Collectors.joining("\n"));
    Files.writeString(directory.resolve("bench.json"), Json.of(RawNumbers.of(machine, results)));
    Files.writeString(directory.resolve("bench.md"), markdown);
    Files.writeString(
        directory.resolve("bench.html"), Html.of(summary, machine, tables, charts.values()));
    for (Map.Entry<String, String> chart : charts.entrySet()) {
      Files.writeString(directory.resolve(chart.getKey() + ".svg"), chart.getValue());
    }
    System.out.print(markdown);
    System.err.println("bench: the report is " + directory.resolve("bench.html").toUri());
  }

  private static String summary(Results results) {
    Map<Goal.Verdict, Long> verdicts =
        Goals.all().stream()
            .collect(Collectors.groupingBy(goal -> goal.verdict(results), Collectors.counting()));
    return String.format(
        "%d goals met, %d missed, %d without a number.",
        verdicts.getOrDefault(Goal.Verdict.MET, 0L),
        verdicts.getOrDefault(Goal.Verdict.MISSED, 0L),
        verdicts.getOrDefault(Goal.Verdict.UNKNOWN, 0L));
  }
}
