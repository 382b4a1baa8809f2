package io.sysv4j.benchmarks;

import io.sysv4j.benchmarks.peer.PeerProgram;
import io.sysv4j.benchmarks.report.Machine;
import io.sysv4j.benchmarks.report.Report;
import io.sysv4j.benchmarks.results.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./sysv4j bench}: measures everything, round by round, and writes the report. Progress goes
 * to standard error, the table to standard output.
 */
public final class Bench {
  private static final int USAGE_ERROR = 64;

  private Bench() {}

  public static void main(String[] args) throws IOException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(USAGE_ERROR);
      return;
    }
    System.exit(run(options) ? 0 : 1);
  }

  private static boolean run(Options options) throws IOException {
    Files.createDirectories(options.out());
    Machine machine = new Machine(options.profile().name());
    if (machine.isBusy()) {
      System.err.println("bench: this machine is busy; its numbers will not be its best");
    }
    Scratch scratch = new Scratch();
    Optional<PeerProgram> peer = PeerProgram.compile(options.out().resolve("c"));
    Results results = new Results();
    Progress progress;
    Path log = options.out().resolve("jmh.log");
    try (PrintStream jmhLog = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
      List<Step> steps =
          Plan.of(
                  options.profile(),
                  scratch.directory(),
                  options.providers(),
                  peer,
                  OutputFormatFactory.createFormatInstance(jmhLog, VerboseMode.NORMAL))
              .stream()
              .filter(step -> options.only().matcher(step.work().name()).find())
              .collect(Collectors.toList());
      progress = new Progress(steps.size() * options.profile().rounds());
      measure(steps, options.profile().rounds(), results, progress);
    }
    Report.write(options.out(), machine, results);
    return progress.failures() == 0;
  }

  private static void measure(List<Step> steps, int rounds, Results results, Progress progress) {
    for (int round = 1; round <= rounds; round++) {
      results.startRound(round);
      for (Step step : steps) {
        progress.start(step);
        try {
          step.run(results);
        } catch (Exception e) {
          progress.failed(step, e);
          step.subjects().forEach(subject -> results.note(step.work(), subject, "failed"));
        }
      }
    }
    progress.end();
  }
}
