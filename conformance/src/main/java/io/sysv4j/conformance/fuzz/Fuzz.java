package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The judge, as a program: runs random programs on two namespaces until a difference is found or
 * the time is up. A difference is made small and printed, with the command that shows it again.
 */
public final class Fuzz {
  private static final int USAGE = 64;
  private static final long SHRINKING_MILLIS = 120_000;
  private static final int LINES = 60;

  private final FuzzOptions options;
  private final boolean exact;
  private final PrintStream out;
  private final Progress progress;
  private final Watchdog watchdog;

  private Fuzz(FuzzOptions options, boolean exact, PrintStream out) {
    this.options = options;
    this.exact = exact;
    this.out = out;
    this.progress = new Progress(out);
    this.watchdog = new Watchdog(out);
  }

  /** Runs the fuzzer. Its exit status is 0 only if both sides agreed on everything. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> list = Arrays.asList(args);
    if (list.contains("--help") || list.contains("-h")) {
      System.out.print(FuzzOptions.USAGE);
      return;
    }
    FuzzOptions options;
    try {
      options = FuzzOptions.parse(list);
    } catch (IllegalArgumentException e) {
      System.err.println("sysv4j fuzz: " + e.getMessage());
      System.err.print(FuzzOptions.USAGE);
      System.exit(USAGE);
      return;
    }
    System.exit(Isolation.run(list, options, isolated -> fuzz(isolated, System.out)));
  }

  /** Runs the fuzzer in this process; answers the exit status. */
  static int fuzz(FuzzOptions options, PrintStream out) throws IOException, InterruptedException {
    try (Playground playground = Playground.open(options.left())) {
      boolean exact =
          options.isolated() && playground.isNew() && options.right().startsWith("kernel:");
      return new Fuzz(options.withLeft(playground.uri()), exact, out).run();
    }
  }

  private int run() throws InterruptedException {
    Sides sides = new Sides(options.left(), options.right());
    try {
      for (Side side : Side.BOTH) {
        IpcNamespace.open(sides.uri(side)).close();
      }
    } catch (IllegalArgumentException | IpcException e) {
      out.println("sysv4j fuzz: " + e.getMessage());
      return USAGE;
    }
    out.println("left " + sides.left() + ", right " + sides.right() + ", seed " + options.seed());
    out.println("identifiers are compared " + (exact ? "as they are" : "by order of creation"));
    List<Runner> runners = new ArrayList<>();
    watchdog.start();
    try {
      if (options.mode() != FuzzOptions.Mode.SINGLE) {
        runners.add(new MultiRunner(sides, options.workers(), exact));
      }
      if (options.mode() != FuzzOptions.Mode.MULTI) {
        runners.add(new SingleRunner(sides, exact));
      }
      return run(runners);
    } finally {
      watchdog.interrupt();
      runners.forEach(Runner::close);
    }
  }

  private int run(List<Runner> runners) throws InterruptedException {
    long end = System.nanoTime() + (long) (options.minutes() * 60e9);
    for (long seed = options.seed(); ; seed++) {
      Runner runner =
          runners.get((int) Math.floorMod(seed - options.seed(), (long) runners.size()));
      Program program = runner.program(seed);
      watchdog.begins(runner.name(), seed);
      Outcome outcome = runner.run(program);
      progress.add(outcome);
      if (!outcome.agreed()) {
        progress.finish();
        report(runner, program, outcome);
        return 1;
      }
      boolean enough = options.steps() > 0 && progress.steps() >= options.steps();
      if (enough || options.minutes() > 0 && System.nanoTime() - end >= 0) {
        progress.finish();
        return 0;
      }
    }
  }

  private void report(Runner runner, Program program, Outcome outcome) throws InterruptedException {
    out.println(
        "DIFFERENCE in the program of seed " + program.seed() + ": " + outcome.difference());
    out.print(outcome.trace().text(LINES));
    out.println("again: " + again(runner.name(), program.seed()));
    out.println("shrinking (up to " + SHRINKING_MILLIS / 1000 + " s) ...");
    Outcome[] last = {null};
    Program small =
        Shrinker.shrink(
            program,
            candidate -> {
              watchdog.begins(runner.name(), program.seed());
              Outcome tried = runner.run(candidate);
              last[0] = tried.agreed() ? last[0] : tried;
              return !tried.agreed();
            },
            SHRINKING_MILLIS);
    if (last[0] == null) {
      out.println("it did not happen again with new identifiers and an idle machine");
      return;
    }
    out.println("SHRUNK to " + small.steps().size() + " steps: " + last[0].difference());
    out.print(last[0].trace().text(LINES));
  }

  /** The command line that begins with this program. */
  static String again(String mode, long seed) {
    return "sysv4j fuzz --mode " + mode + " --seed " + seed + " --steps 1";
  }
}
