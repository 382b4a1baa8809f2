package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who judges the judge: it must find what was planted, and nothing where nothing is. */
class FuzzTest {
  private static final Pattern SHRUNK = Pattern.compile("SHRUNK to (\\d+) steps");

  @ParameterizedTest
  @CsvSource({
    "ERANGE_FORGOTTEN, single, 4",
    "COUNTS_CONFUSED,  multi,  4",
    "EINVAL_FOR_EIDRM, multi,  4",
    "UNDO_FORGOTTEN,   multi,  5"
  })
  void shouldFindAndShrinkAPlantedBug(PlantedBug bug, String mode, int steps)
      throws IOException, InterruptedException {
    FuzzProcess fuzz =
        FuzzProcess.run("--left", "planted:/" + bug, "--mode", mode, "--steps", "200000");
    assertEquals(1, fuzz.status(), fuzz.output());
    Matcher shrunk = SHRUNK.matcher(fuzz.output());
    assertTrue(shrunk.find(), fuzz.output());
    assertTrue(Integer.parseInt(shrunk.group(1)) <= steps, fuzz.output());
  }

  @Test
  void shouldFindTheSameByTheSameSeed() throws IOException, InterruptedException {
    String[] args = {
      "--left", "planted:/ERANGE_FORGOTTEN", "--mode", "single", "--seed", "42", "--steps", "100000"
    };
    FuzzProcess first = FuzzProcess.run(args);
    assertEquals(1, first.status());
    assertEquals(difference(first), difference(FuzzProcess.run(args)));
  }

  private static String difference(FuzzProcess fuzz) {
    Matcher line = Pattern.compile("DIFFERENCE.*").matcher(fuzz.output());
    assertTrue(line.find(), fuzz.output());
    return line.group();
  }

  @Test
  void shouldAgreeWithItself() throws IOException, InterruptedException {
    FuzzProcess fuzz = FuzzProcess.run("--left", "kernel:", "--steps", "5000");
    assertEquals(0, fuzz.status(), fuzz.output());
    assertFalse(fuzz.output().contains("DIFFERENCE"));
  }

  @Test
  void shouldRefuseBadOptions() throws IOException, InterruptedException {
    FuzzProcess unknown = FuzzProcess.run("--colour", "blue");
    assertEquals(64, unknown.status());
    assertTrue(unknown.output().startsWith("sysv4j fuzz: unknown option --colour"));
    FuzzProcess scheme = FuzzProcess.run("--left", "nowhere:", "--steps", "1");
    assertEquals(64, scheme.status());
    assertTrue(scheme.output().contains("no provider for 'nowhere:/'"), scheme.output());
  }
}
