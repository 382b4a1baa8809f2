package io.sysv4j.conformance.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TortureTest {
  @TempDir Path dir;

  @Test
  void shouldLoseNothingInThreeHundredKills() throws Exception {
    torture(300, 10);
  }

  @Test
  @Tag("long")
  void shouldLoseNothingInTwentyThousandKills() throws Exception {
    torture(20_000, 12 * 60);
  }

  /** In a JVM of its own: a referee that hangs ends it. What it says is what a failure says. */
  private void torture(int kills, int minutes) throws IOException, InterruptedException {
    Path log = dir.resolve("torture.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Torture.class.getName(),
                "--kills",
                String.valueOf(kills))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean hasEnded = process.waitFor(minutes, TimeUnit.MINUTES);
      System.out.println(Files.readString(log));
      assertTrue(hasEnded, () -> "it does not end; " + lastWords(log));
      assertEquals(0, process.exitValue(), () -> lastWords(log));
    } finally {
      process.destroyForcibly();
    }
  }

  /** In one line, and the violation first: a summary shows no more of it. */
  private static String lastWords(Path log) {
    try {
      String said = Files.readString(log);
      return said.substring(Math.max(0, said.indexOf("VIOLATION"))).replace("\n", " | ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldReadItsCommandLine() {
    Plan plan =
        Plan.of("--kills", "7", "--minutes", "2", "--seed", "5", "--workers", "3", "--dir", "/tmp");
    assertEquals(new Plan(7, 2, 5, 3, Path.of("/tmp")), plan);
    assertThrows(IllegalArgumentException.class, () -> Plan.of("--kills"));
    assertThrows(IllegalArgumentException.class, () -> Plan.of("--kills", "0"));
    assertThrows(IllegalArgumentException.class, () -> Plan.of("--blood", "1"));
  }
}
