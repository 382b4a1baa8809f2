package io.sysv4j.examples.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker's JVM as its parent sees it. */
final class Child {
  /** Hears what a child says, line by line, and at last that it has {@link Saying#ENDED}. */
  interface Listener {
    void said(Child child, Saying saying, String rest);
  }

  /** The exit status of a process that SIGKILL ended. */
  static final int KILLED = 128 + 9;

  private final Role role;
  private final int seat;
  private final Process process;

  private Child(Role role, int seat, Process process) {
    this.role = role;
    this.seat = seat;
    this.process = process;
  }

  /**
   * Starts a worker with the same Java and the same class path as this process.
   *
   * @param arguments the worker's, after role and seat
   * @param errors where its standard error goes
   */
  static Child start(Role role, int seat, List<String> arguments, Path errors, Listener listener)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder
        .command()
        .addAll(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                role.name(),
                Integer.toString(seat)));
    builder.command().addAll(arguments);
    File errorFile = errors.toFile();
    Child child = new Child(role, seat, builder.redirectError(errorFile).start());
    Thread reader = new Thread(() -> child.listen(listener), child.name());
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  private void listen(Listener listener) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        listener.said(this, Saying.of(line), Saying.restOf(line));
      }
      listener.said(this, Saying.ENDED, Integer.toString(process.waitFor()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Role role() {
    return role;
  }

  int seat() {
    return seat;
  }

  long pid() {
    return process.pid();
  }

  String name() {
    return role.on(seat);
  }

  /** SIGKILL. What it said before can still be read, as it could not after Process.destroy. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** SIGKILL, unless it has ended, and waits until it is gone. */
  void end() {
    kill();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
