package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import org.junit.jupiter.api.Test;

class SlotWordTest {
  @Test
  void shouldReadBackEverythingThatItPacks() {
    for (Phase phase : Phase.values()) {
      for (int owner : new int[] {0, 1, 0xffff}) {
        for (int chunk : new int[] {-1, 0, Ipc.SEMVMX}) {
          SlotWord word = new SlotWord(phase, owner, chunk);
          assertEquals(word, SlotWord.unpack(word.pack()));
        }
      }
    }
  }

  @Test
  void shouldReadZeroAsAnEmptySlotThatNeverHeldAChunk() {
    assertEquals(new SlotWord(Phase.EMPTY, 0, -1), SlotWord.unpack(0));
  }
}
