package io.sysv4j.conformance.fuzz;

import java.io.PrintStream;
import java.util.Map;

/**
 * Ends the fuzzer if a program does not: a call that never returns is a difference, too, but one
 * that nobody is left to report.
 */
final class Watchdog extends Thread {
  private static final long PATIENCE_NANOS = 90_000_000_000L;
  private static final long LOOK_MILLIS = 1_000;

  private final PrintStream out;
  private String mode = "";
  private long seed;
  private long begun = System.nanoTime();

  Watchdog(PrintStream out) {
    super("watchdog");
    setDaemon(true);
    this.out = out;
  }

  /** A program begins. */
  synchronized void begins(String programMode, long programSeed) {
    mode = programMode;
    seed = programSeed;
    begun = System.nanoTime();
  }

  private synchronized boolean isStuck() {
    return System.nanoTime() - begun > PATIENCE_NANOS;
  }

  @Override
  public void run() {
    try {
      while (!isStuck()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      return;
    }
    synchronized (this) {
      out.println("STUCK in the program of seed " + seed + "; again: " + Fuzz.again(mode, seed));
    }
    for (Map.Entry<Thread, StackTraceElement[]> thread : getAllStackTraces().entrySet()) {
      if (!thread.getKey().isDaemon()) {
        out.println(thread.getKey());
        for (StackTraceElement frame : thread.getValue()) {
          out.println("    at " + frame);
        }
      }
    }
    out.flush();
    Runtime.getRuntime().halt(1);
  }
}
