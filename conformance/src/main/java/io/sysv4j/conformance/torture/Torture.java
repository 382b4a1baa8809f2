package io.sysv4j.conformance.torture;

import java.io.PrintStream;

/**
 * {@code ./sysv4j torture}: kills JVMs that play with semaphores and segments, at any instant, and
 * checks after each round that nothing is lost, doubled or stuck.
 */
public final class Torture {
  private Torture() {}

  /**
   * Runs; the exit status is 0 when nothing was wrong, 1 when something was, 64 for a bad option.
   */
  public static void main(String[] args) {
    Plan plan = null;
    try {
      plan = Plan.of(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Plan.USAGE);
      System.exit(64);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(Torture::endWorkers));
    System.exit(run(plan, System.out) ? 0 : 1);
  }

  /** Workers see for themselves that their referee has ended, but not while they are stopped. */
  private static void endWorkers() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  /** Runs a plan; false if something was wrong: then the files are left as they were. */
  static boolean run(Plan plan, PrintStream out) {
    out.println(
        String.format(
            "torture: %d kills, %d workers, seed %d, Java %s",
            plan.kills(), plan.workers(), plan.seed(), System.getProperty("java.version")));
    Referee referee = new Referee(plan, out);
    try {
      referee.run();
      out.println(referee.report() + ", no violation (seed " + plan.seed() + ")");
      referee.close();
      out.println("nothing was lost, doubled or stuck");
      return true;
    } catch (RuntimeException | Error e) {
      if (!(e instanceof Violation)) {
        e.printStackTrace(out);
      }
      referee.dismiss();
      out.println(referee.report());
      out.println("VIOLATION (seed " + plan.seed() + "): " + e);
      out.println("the files are left in " + referee.scene());
      return false;
    }
  }
}
