package io.sysv4j.conformance.torture;

import io.sysv4j.conformance.harness.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A worker as its referee has it: its process, its ledger, and what it wrote. */
final class WorkerJvm {
  private static final int PATIENCE_SECONDS = 60;

  private final int number;
  private final Process process;
  private final Path ledgerFile;
  private final Path output;
  private final Ledger ledger;
  private final boolean isDoomed;

  /**
   * Starts a worker.
   *
   * @param files where it keeps its ledger
   * @param flags of the JVM
   */
  WorkerJvm(String uri, Path files, int number, long seed, Fate fate, List<String> flags) {
    this.number = number;
    this.isDoomed = fate.count() > 0;
    ledgerFile = files.resolve("ledger-" + number);
    output = files.resolve("output-" + number);
    ledger = new Ledger(ledgerFile);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WorkerMain.class.getName(), uri, ledgerFile.toString()));
    command.addAll(List.of(String.valueOf(seed), String.valueOf(number)));
    for (Object arg : fate.args()) {
      command.add(arg.toString());
    }
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + command, e);
    }
  }

  int number() {
    return number;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Whether it will kill or stop itself some time. */
  boolean isDoomed() {
    return isDoomed;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended: 128 + the signal, or its exit status. */
  int status() {
    return process.exitValue();
  }

  /** Whether it has opened the namespace, and is not stopped over it. */
  boolean isPlaying() {
    return ledger.state() == Ledger.PLAYING || ledger.point() != null;
  }

  /** Whether it has stopped itself at its point, and nobody has continued it. */
  boolean isStoppedAtStore() {
    return ledger.point() != null && process.isAlive() && Signals.isStopped(process.pid());
  }

  void awaitReady() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (ledger.state() == Ledger.BORN) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new Violation(this + " does not start: " + said());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Sends a signal, if it lives: its pid may be someone else's later. */
  void signal(int signal) {
    if (process.isAlive()) {
      Posix.signal(process.pid(), signal);
    }
  }

  /** Kills it, and returns when its parent knows. */
  void kill() {
    signal(Posix.SIGKILL);
    awaitEnd();
  }

  void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Violation(this + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it wrote, a thread dump among it. */
  String said() {
    try {
      String text = Files.readString(output);
      return text.length() > 100_000 ? text.substring(0, 100_000) + "..." : text;
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }

  /** Ends it and removes its files. */
  void discard() {
    kill();
    try {
      Files.deleteIfExists(ledgerFile);
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "worker " + number + " (pid " + process.pid() + ")";
  }
}
