package io.sysv4j.conformance.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** What this machine lets the tests do. A test that may not is skipped, and the reason printed. */
public final class Privilege {
  private static final Map<List<String>, String> REFUSALS = new HashMap<>();

  private Privilege() {}

  /**
   * Requires that a program can be run under a prefix.
   *
   * @throws TestAbortedException if it can't; the reason is printed once
   */
  public static synchronized void require(String what, List<String> prefix) {
    String refusal = REFUSALS.computeIfAbsent(prefix, Privilege::attempt);
    if (!refusal.isEmpty()) {
      throw new TestAbortedException("needs " + what + ": " + refusal);
    }
  }

  private static String attempt(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    String refusal = run(command);
    if (!refusal.isEmpty()) {
      System.out.println(
          "Skipped are tests that need '" + String.join(" ", prefix) + "': " + refusal);
    }
    return refusal;
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? "" : said.isEmpty() ? "it failed" : said;
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
