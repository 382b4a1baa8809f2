package io.sysv4j.conformance.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM, mostly without flags, that runs a main class of these tests, and talks with the test in
 * lines.
 */
final class Child implements AutoCloseable {
  private static final int HANG_SECONDS = 60;
  private static final String END = "\0";

  private final Process process;
  private final PrintWriter input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(Process process) {
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread reader = new Thread(this::read, "child-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one. */
  static Child start(Class<?> main, Object... args) {
    return start(List.of(), main, args);
  }

  /**
   * Starts one.
   *
   * @param prefix what to write before {@code java}
   */
  static Child start(List<String> prefix, Class<?> main, Object... args) {
    return start(prefix, List.of(), main, args);
  }

  /**
   * Starts one.
   *
   * @param flags of its JVM
   */
  static Child startWith(List<String> flags, Class<?> main, Object... args) {
    return start(List.of(), flags, main, args);
  }

  private static Child start(
      List<String> prefix, List<String> flags, Class<?> main, Object... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    try {
      return new Child(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + command, e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(can't be read: " + e + ")");
    }
    lines.add(END);
  }

  /** The next line that it writes. */
  String line() {
    String line = lineOrEnd(HANG_SECONDS);
    if (line == null) {
      throw new IllegalStateException(this + " has ended");
    }
    return line;
  }

  /** The next line that it writes; null at its end. */
  String lineOrEnd(int seconds) {
    try {
      String line = lines.poll(seconds, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException(this + " says nothing");
      }
      return line.equals(END) ? null : line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A line that it has written already; null if there is none. Throws if it has ended. */
  String lineNow() {
    String line = lines.poll();
    if (END.equals(line)) {
      throw new IllegalStateException(this + " has ended");
    }
    return line;
  }

  /** Waits for a line. */
  void expect(String expected) {
    String line = line();
    if (!line.equals(expected)) {
      throw new IllegalStateException(this + " says '" + line + "' instead of '" + expected + "'");
    }
  }

  /** Writes a line to it. */
  void say(String line) {
    input.println(line);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL and does not wait. */
  void killSoon() {
    process.destroyForcibly();
  }

  /** Sends SIGKILL, and returns when its parent knows that it is gone. */
  void kill() {
    killSoon();
    awaitEnd();
  }

  /** Waits until it has ended; answers its status. */
  int awaitEnd() {
    try {
      if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(this + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    return "child " + process.pid();
  }
}
