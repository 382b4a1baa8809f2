package io.sysv4j.conformance.torture;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends this JVM when the referee makes no progress: it then hangs in a call itself. Says first what
 * all threads are doing, here and in the workers.
 */
final class Watchdog implements Runnable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  private final PrintStream out;
  private final Supplier<String> scene;
  private volatile long fed = System.nanoTime();

  /**
   * A watchdog.
   *
   * @param scene what to say besides
   */
  Watchdog(PrintStream out, Supplier<String> scene) {
    this.out = out;
    this.scene = scene;
  }

  void start() {
    Thread thread = new Thread(this, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** There is progress. */
  void feed() {
    fed = System.nanoTime();
  }

  @Override
  public void run() {
    while (System.nanoTime() - fed < PATIENCE) {
      Referee.nap(1000);
    }
    out.println("VIOLATION: the referee hangs");
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      out.println(one.getKey());
      for (StackTraceElement frame : one.getValue()) {
        out.println("    at " + frame);
      }
    }
    out.println(scene.get());
    out.flush();
    Runtime.getRuntime().halt(1);
  }
}
