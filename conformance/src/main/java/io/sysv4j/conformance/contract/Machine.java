package io.sysv4j.conformance.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What the kernel says about this process. */
public final class Machine {
  private static final int EFFECTIVE = 2;

  private Machine() {}

  /** The effective user. */
  public static int uid() {
    return (int) Long.parseLong(status("Uid")[EFFECTIVE]);
  }

  /** The effective group. */
  public static int gid() {
    return (int) Long.parseLong(status("Gid")[EFFECTIVE]);
  }

  /**
   * Skips the test unless this process may do everything.
   *
   * @param what it needs that for
   */
  static void assumeRoot(String what) {
    Assumptions.assumeTrue(uid() == 0, () -> "needs root: " + what);
  }

  private static String[] status(String name) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.split("\\s+"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
