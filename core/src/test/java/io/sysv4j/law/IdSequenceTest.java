package io.sysv4j.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdSequenceTest {
  private static final int SEMMNI = 32000;

  /**
   * What Linux 6.18 gave in fresh IPC namespaces: {@code +id} a set that was made, {@code -id} one
   * that was removed.
   */
  private static List<String> recorded() throws IOException {
    try (InputStream in = IdSequenceTest.class.getResourceAsStream("linux-ids.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void shouldGiveTheIdentifiersThatLinuxGave() throws IOException {
    int made = 0;
    for (String session : recorded()) {
      IdSequence ids = IdSequence.START;
      BitSet taken = new BitSet();
      for (String step : session.trim().split(" ")) {
        int id = Integer.parseInt(step.substring(1));
        if (step.startsWith("-")) {
          taken.clear(IdSequence.index(id));
        } else {
          ids = ids.next(taken.cardinality(), SEMMNI, taken::get);
          assertEquals(id, ids.id(), "after " + made + " sets");
          taken.set(ids.lastIndex());
          made++;
        }
      }
    }
    assertTrue(made > 300, made + " identifiers compared");
  }

  /** Linux gave 0 again after 4,194,240 sets, the one before it 2147418175. */
  @Test
  void shouldStartOverWhereLinuxDoes() {
    IdSequence ids = IdSequence.START;
    int last = -1;
    for (int made = 0; made < 4_194_240; made++) {
      ids = ids.next(0, SEMMNI, index -> false);
      assertTrue(ids.id() > last, "identifiers grow");
      last = ids.id();
    }
    assertEquals(2147418175, last);
    assertEquals(0, ids.next(0, SEMMNI, index -> false).id());
  }

  @Property(tries = 200)
  void shouldNeverGiveATakenIndexNorAnIdentifierTwice(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 300) int most) {
    IdSequence ids = IdSequence.START;
    BitSet taken = new BitSet();
    int last = -1;
    for (int step = 0; step < 1000; step++) {
      int victim = taken.length() == 0 ? -1 : taken.nextSetBit(random.nextInt(taken.length()));
      if (taken.cardinality() >= most || victim >= 0 && random.nextInt(3) == 0) {
        taken.clear(victim);
        continue;
      }
      ids = ids.next(taken.cardinality(), SEMMNI, taken::get);
      assertFalse(taken.get(ids.lastIndex()));
      assertTrue(ids.id() > last);
      assertEquals(ids.lastIndex(), IdSequence.index(ids.id()));
      assertEquals(ids.seq(), IdSequence.seq(ids.id()));
      last = ids.id();
      taken.set(ids.lastIndex());
    }
  }

  @Test
  void shouldAnswerNullWhenNoIndexIsFree() {
    assertNull(IdSequence.START.next(SEMMNI, SEMMNI, index -> true));
  }
}
