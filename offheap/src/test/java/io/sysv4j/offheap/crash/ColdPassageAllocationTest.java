package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link PassageAllocationTest}, in a JVM that does everything for the first time: no class is
 * loaded inside a gate, and nothing is linked there.
 */
class ColdPassageAllocationTest {
  private static final String EIGHT =
      "A sleeps s0-9;A sleeps s0-9;A sleeps s0-9;A sleeps s0-9;"
          + "A sleeps s0-9;A sleeps s0-9;A sleeps s0-9;A sleeps s0-9";

  private final Worlds worlds = new Worlds();

  @AfterEach
  void removeFiles() {
    worlds.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                            | M does s0+1u",
        "                            | M does s0-1 s1+1",
        "                            | M does s0-1u s1-1u",
        "                            | M does s0-9u",
        "                            | M sleeps s0-9",
        "                            | M asks s0-9u s1-1",
        "                            | M sleeps s0-9; M cancels 0; M counts",
        "                            | M counts",
        "                            | M looks",
        "                            | M sets 0 5",
        "                            | M fills 1 2",
        "                            | M does s0-1u; M closes",
        "EIGHT                       | M sleeps s0-9",
        "A sleeps s0-9; C asks s0-9u | M does s0+20u",
        "A sleeps s0=0; C asks s0=0  | M does s0-2",
        "A sleeps s0-9 s1-1; A dies  | M does s0+9",
        "A does s0-1u; A dies        | M counts",
        "E does s0-1u s1+1u †        | M counts",
        "A sleeps s0-4; E does s0+2u † | M counts",
      })
  void shouldLoadAndAllocateNothingInsideTheGate(String before, String steps) throws Exception {
    World world = worlds.take();
    world.begin(2, 1);
    prepare(world, before == null ? "" : before.replace("EIGHT", EIGHT));
    List<String> told =
        PlainJvm.run(
            ColdPassages.class, world.options().path(), String.valueOf(world.semid()), "2", steps);
    world.end();
    requireNothing(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                        | M makes 5 2",
        "                                        | M allots 5 9000",
        "A makes 5 2                             | M makes 6 2",
        "A allots 5 9000                         | M allots 5 9000",
        "A allots 5 9000                         | M makes 5 2",
        "A makes 5 2                             | M removes 0",
        "A makes 5 2; C waits 0                  | M removes 0",
        "A allots 5 9000                         | M removes 0",
        "A allots 5 9000; C attaches 0           | M removes 0",
        "A allots 5 9000; C attaches 0; C dies   | M removes 0",
        "A makes 5 2                             | M permits 0 640",
        "A allots 5 9000                         | M permits 0 640",
        "A allots 5 9000                         | M attaches 0",
        "A allots 5 9000; M attaches 0           | M detaches 0",
        "A allots 5 9000; M attaches 0; A removes 0 | M detaches 0",
        "A allots 5 9000                         | M locks 0",
        "A allots 5 9000; C attaches 0; M settles; C dies | M settles",
        "A allots 5 9000; C attaches 0; C dies   | M joins",
        "A allots 5 9000; M attaches 0           | M closes",
      })
  void shouldLoadAndAllocateNothingInsideTheGateOfTheTables(String before, String step)
      throws Exception {
    requireNothing(PlainJvm.run(ColdTables.class, before == null ? "" : before, step));
  }

  private static void requireNothing(List<String> told) {
    String[] counts = told.get(0).split(" ");
    assertTrue(Integer.parseInt(counts[0]) > 0, "no passage was measured");
    assertEquals("0 0", counts[1] + " " + counts[2], () -> "bytes, classes: " + told);
  }

  /** The last step ends with a death inside the gate, if it is marked so. */
  private static void prepare(World world, String before) {
    for (Step step : Step.parseAll(before.replace("†", ""))) {
      boolean dies = before.endsWith("†") && step.who() == 'E';
      if (dies) {
        world.set('E');
        world.person('E').life.endAfter(12);
      }
      try {
        world.perform(step);
        assertTrue(!dies, "it should have died");
      } catch (Death e) {
        world.bury('E');
      }
    }
  }
}
