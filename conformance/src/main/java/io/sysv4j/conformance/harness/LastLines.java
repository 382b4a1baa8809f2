package io.sysv4j.conformance.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Drains what a process writes, in a thread of its own, and keeps the last lines of it. */
final class LastLines {
  private static final int KEPT = 100;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread drain;

  LastLines(BufferedReader source, String threadName) {
    drain = new Thread(() -> drain(source), threadName);
    drain.setDaemon(true);
    drain.start();
  }

  private void drain(BufferedReader source) {
    try (source) {
      for (String line = source.readLine(); line != null; line = source.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(can't be read further: " + e + ")");
    }
  }

  private synchronized void add(String line) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** All of it, once the process has ended. */
  String awaitAll() {
    try {
      drain.join(5000); // a grandchild may hold the pipe open
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return toString();
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
