package io.sysv4j.conformance.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of the protocol holds in its small configurations, and catches every planted bug. */
class ModelTest {
  private static final Path CHECK = Path.of("..", "docs", "model", "check");
  private static final int HANG_GUARD_MINUTES = 30;

  @Test
  void shouldHoldAndCatchEveryPlantedBug(@TempDir Path directory) throws Exception {
    String missing =
        Stream.of("spin", "cc")
            .filter(tool -> !isInstalled(tool))
            .reduce("", (a, b) -> a + " " + b);
    if (!missing.isEmpty()) {
      System.out.println("The model is not checked: not installed are" + missing);
    }
    assumeTrue(missing.isEmpty(), "not installed:" + missing);
    Path table = directory.resolve("table");
    Process check =
        new ProcessBuilder("bash", CHECK.toString(), "small")
            .redirectErrorStream(true)
            .redirectOutput(table.toFile())
            .start();
    boolean ended = check.waitFor(HANG_GUARD_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      check.descendants().forEach(ProcessHandle::destroyForcibly);
      check.destroyForcibly();
    }
    assertTrue(ended, () -> "it hangs:\n" + read(table));
    assertEquals(0, check.exitValue(), () -> read(table));
  }

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
