package io.sysv4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void shouldBeQuickByDefault() {
    Options options = Options.parse();
    assertEquals(Profile.QUICK, options.profile());
    assertEquals(Path.of("target", "bench"), options.out());
    assertEquals(List.of("offheap", "kernel"), options.providers());
  }

  @Test
  void shouldTakeOptionsInAnyOrder() {
    Options options =
        Options.parse("--only", "hand", "full", "--out", "x", "--providers", "kernel");
    assertEquals(Profile.FULL, options.profile());
    assertEquals(Path.of("x"), options.out());
    assertEquals(List.of("kernel"), options.providers());
    assertTrue(options.only().matcher("HANDOVER").find());
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertRefused("fast", "unknown argument 'fast'");
    assertRefused("--out", "--out needs a value");
  }

  @Test
  void shouldRefuseToMeasureNothing() {
    assertRefused("NOSUCH", "finds none of [PLAIN", "--only", "NOSUCH");
  }

  private static void assertRefused(String word, String message, String... args) {
    String[] line = args.length == 0 ? new String[] {word} : args;
    String said =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(line)).getMessage();
    assertTrue(said.contains(message), said);
  }
}
