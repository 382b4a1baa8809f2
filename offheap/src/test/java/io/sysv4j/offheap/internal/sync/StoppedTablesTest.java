package io.sysv4j.offheap.internal.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads are stopped at any instruction of a change of the tables of futures: nothing in there is
 * lost, nothing is there twice, and no chain has no end. In a JVM that only interprets, as compiled
 * code looks for a stop at few instructions.
 */
class StoppedTablesTest {
  private static final int ROUNDS = 200;

  @Test
  void shouldStayWholeWhereverAThreadIsStopped(@TempDir Path dir) throws Exception {
    File said = dir.resolve("said").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                StoppedTables.class.getName(),
                String.valueOf(ROUNDS))
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "somebody looks for the end of a chain");
      String last = Files.readString(said.toPath()).strip();
      assumeFalse(last.equals("this Java stops no threads"), last);
      assertEquals("well", last);
    } finally {
      process.destroyForcibly();
    }
  }
}
