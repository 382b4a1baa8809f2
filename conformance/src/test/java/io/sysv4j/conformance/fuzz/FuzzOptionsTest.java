package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzOptionsTest {
  @Test
  void shouldTakeAllOptions() {
    FuzzOptions options =
        FuzzOptions.parse(
            List.of(
                ("--left offheap:/x --right kernel:/ --mode multi --steps 1_000 --minutes 1.5"
                        + " --seed -7 --workers 2")
                    .split(" ")));
    assertEquals(
        new FuzzOptions("offheap:/x", "kernel:/", FuzzOptions.Mode.MULTI, 1000, 1.5, -7, 2, false),
        options);
  }

  @Test
  void shouldEndByDefault() {
    FuzzOptions options = FuzzOptions.parse(List.of());
    assertNull(options.left());
    assertEquals("kernel:", options.right());
    assertTrue(options.steps() > 0);
    assertEquals(0, FuzzOptions.parse(List.of("--minutes", "2")).steps());
  }

  @ParameterizedTest
  @CsvSource({
    "--steps,           --steps needs a value",
    "--colour,          unknown option --colour",
    "--colour blue,     unknown option --colour",
    "--steps many,      '--steps needs a whole number, not ''many'''",
    "--steps 0,         '--steps is 1 to 9223372036854775807, not 0'",
    "--workers 17,      '--workers is 1 to 16, not 17'",
    "--minutes soon,    '--minutes needs a number, not ''soon'''",
    "--minutes 0,       '--minutes is more than 0, not 0'",
    "--mode fast,       '--mode is single, multi or both, not ''fast'''"
  })
  void shouldSayWhatIsWrong(String args, String message) {
    List<String> list = List.of(args.split(" "));
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> FuzzOptions.parse(list)).getMessage());
  }
}
