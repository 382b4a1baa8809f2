package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Kills at every step: nothing may be lost, doubled or stuck, whoever dies where. */
class BoundedBufferCrashTest {
  private static final int CHUNKS = 4;
  private static final int SLOTS = 2;

  /** A death matters until its heir has done the work again: so many steps, generously. */
  private static final int STEPS_OF_RECOVERY = 80;

  @Test
  void shouldMoveEverythingWhenNobodyDies() {
    int steps = new ImaginedDemo(CHUNKS, SLOTS, 1, Set.of(), null).run();
    assertTrue(steps > 20 * CHUNKS, "too few steps to be true: " + steps);
  }

  @Test
  void shouldSurviveADeathAtEveryStepAndAnotherInItsRecovery() {
    int steps = new ImaginedDemo(CHUNKS, SLOTS, 1, Set.of(), null).run();
    for (int first = 0; first < steps; first++) {
      for (int second = first; second < first + STEPS_OF_RECOVERY; second++) {
        Set<Integer> deadly = Set.copyOf(new HashSet<>(List.of(first, second)));
        ImaginedDemo demo = new ImaginedDemo(CHUNKS, SLOTS, 1, deadly, null);
        run(demo, "deaths at steps " + deadly);
        assertTrue(demo.deaths() >= 1, "nobody died at step " + first);
      }
    }
  }

  @Test
  void shouldSurviveDeathsInEveryOrderOfWork() {
    int deaths = 0;
    for (long seed = 0; seed < 8_000; seed++) {
      Random random = new Random(seed);
      Set<Integer> deadly = new HashSet<>();
      for (int kills = random.nextInt(6); kills > 0; kills--) {
        deadly.add(random.nextInt(400));
      }
      int chunks = 1 + random.nextInt(6);
      int slots = 1 + random.nextInt(4);
      int producers = 1 + random.nextInt(2);
      ImaginedDemo demo = new ImaginedDemo(chunks, slots, producers, deadly, random);
      run(demo, "seed " + seed);
      deaths += demo.deaths();
    }
    assertTrue(deaths > 8_000, "too few deaths to prove anything: " + deaths);
  }

  @Test
  void shouldHaveNothingToDoForAnEmptyFile() {
    ImaginedDemo demo = new ImaginedDemo(0, SLOTS, 1, Set.of(), null);
    demo.run();
    assertEquals(0, demo.deaths());
  }

  private static void run(ImaginedDemo demo, String how) {
    try {
      demo.run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(how + ": " + e.getMessage(), e);
    }
  }
}
