package io.sysv4j.benchmarks.jvms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that this one has started to take part in a measurement. It gets this one's class path, no
 * flags, and lines on its standard input; when that ends, it ends. What it writes to standard error
 * is shown only if it fails. Closing it is SIGKILL.
 */
public final class Jvm implements AutoCloseable {
  private static final long PATIENCE_S = 120;
  private static final String END = "(end of output)";

  private final String name;
  private final Process process;
  private final Path errors;
  private final PrintStream in;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();

  private Jvm(String name, List<String> command) throws IOException {
    this.name = name;
    errors = Files.createTempFile("sysv4j-bench-", ".err");
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, name + " output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a class's main method in a JVM of its own. */
  public static Jvm start(Class<?> main, Object... args) throws IOException {
    return start(List.of(), main, args);
  }

  /**
   * As {@link #start(Class, Object...)}, with words before the command, such as {@code taskset}.
   */
  static Jvm start(List<String> prefix, Class<?> main, Object... args) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return new Jvm(main.getSimpleName(), command);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(out::add);
    } catch (IOException | UncheckedIOException killed) {
      // Killing a process closes its streams under their reader: that is its end, like any other.
    } finally {
      out.add(END);
    }
  }

  /** Sends a line. */
  public void say(String line) {
    in.println(line);
  }

  /** The next line of it. */
  public String hear() throws IOException {
    try {
      String line = out.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (line == null) {
        throw failure("was silent for " + PATIENCE_S + " s");
      }
      if (line.equals(END)) {
        throw failure("ended with status " + process.waitFor());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + name, e);
    }
  }

  /** Waits for a certain line. */
  public void expect(String line) throws IOException {
    String heard = hear();
    if (!heard.equals(line)) {
      throw failure("said '" + heard + "' instead of '" + line + "'");
    }
  }

  private IOException failure(String what) throws IOException {
    return new IOException(name + " " + what + "\n" + Files.readString(errors));
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends it, and waits for that. */
  @Override
  public void close() {
    kill();
    try {
      process.waitFor();
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
