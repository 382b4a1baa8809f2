package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.Profile;
import io.sysv4j.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the report, and prints the tables. */
public final class Report {
  private Report() {}

  /** Writes all files into a directory. */
  public static void write(Path directory, Profile profile, Results results) throws IOException {
    Machine machine = new Machine(profile.name());
    List<Table> tables = List.of(GoalTable.of(results), PeerTable.of(results));
    String markdown =
        "# sysv4j bench\n\n"
            + machine
            + "\n\n"
            + tables.stream().map(Table::markdown).collect(Collectors.joining("\n"));
    Files.writeString(directory.resolve("bench.md"), markdown);
    System.out.print(markdown);
  }
}
