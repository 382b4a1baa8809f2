package io.sysv4j.benchmarks.jvms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The JVM that started this one, seen from here. When it is gone, this JVM halts, whatever its
 * other threads do: no measurement is left running alone.
 */
final class Parent {
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  Parent() {
    Thread listener = new Thread(this::listen, "parent");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      lines.lines().forEach(said::add);
    } catch (IOException e) {
      System.err.println("lost the parent: " + e);
    }
    Runtime.getRuntime().halt(3);
  }

  /** Sends a line. */
  void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Waits for the next line. */
  String hear() throws InterruptedException {
    return said.take();
  }
}
