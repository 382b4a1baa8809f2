package io.sysv4j.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signals that {@link Process} has no method for. */
public final class Signals {
  private Signals() {}

  /** Sends a signal by its name. */
  public static void send(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether a process is stopped, or has ended. */
  public static boolean isStopped(long pid) {
    return isStopped(Path.of("/proc/" + pid));
  }

  /** Waits until each thread of a process has obeyed SIGSTOP. */
  public static void awaitStopped(long pid) {
    Patience patience = new Patience();
    while (!tasks(pid).stream().allMatch(Signals::isStopped)) {
      patience.step(() -> "process " + pid + " does not stop");
    }
  }

  private static List<Path> tasks(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStopped(Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'T' || state == 'Z';
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      if (!Files.exists(task)) {
        return true; // it has ended between opening and reading
      }
      throw new UncheckedIOException(e);
    }
  }
}
