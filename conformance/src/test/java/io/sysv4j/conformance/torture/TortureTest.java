package io.sysv4j.conformance.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TortureTest {
  @Test
  void shouldLoseNothingInThreeHundredKills() throws Exception {
    torture(300, 10);
  }

  @Test
  @Tag("long")
  void shouldLoseNothingInTwentyThousandKills() throws Exception {
    torture(20_000, 12 * 60);
  }

  /** In a JVM of its own: a referee that hangs ends it. */
  private static void torture(int kills, int minutes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Torture.class.getName(),
                "--kills",
                String.valueOf(kills))
            .inheritIO()
            .start();
    try {
      assertTrue(process.waitFor(minutes, TimeUnit.MINUTES), "the torture does not end");
      assertEquals(0, process.exitValue(), "see what the torture says above");
    } finally {
      process.destroyForcibly();
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
