package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files that were damaged are refused or answered from; nothing hangs, and no JVM crashes. */
class DamageTest {
  private static final int DEFAULT_CASES = 1500;

  @Test
  void shouldSurviveFilesThatWereDamaged() {
    damage("rest", DEFAULT_CASES, 20);
  }

  @Test
  void shouldSurviveFilesThatAreDamagedWhileTheyAreUsed() {
    damage("live", DEFAULT_CASES, 20);
  }

  @Test
  @Tag("long")
  void shouldSurviveFilesThatWereDamagedAnHourLong() {
    damage("rest", Integer.MAX_VALUE, 1800);
    damage("live", Integer.MAX_VALUE, 1800);
  }

  private static void damage(String how, int cases, int seconds) {
    try (Arena arena = new Arena();
        Child child =
            Child.start(
                DamageMain.class, how, arena.dir(), System.nanoTime() & 0xffffff, cases, seconds)) {
      StringBuilder said = new StringBuilder();
      for (String line = child.lineOrEnd(seconds + 90); line != null; ) {
        said.append(line).append('\n');
        line = child.lineOrEnd(seconds + 90);
      }
      assertEquals(0, child.awaitEnd(), said::toString);
      System.out.print(said);
    }
  }
}
