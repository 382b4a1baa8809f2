package io.sysv4j.conformance.faults;

import java.nio.ByteBuffer;
import java.util.Random;

/** One piece of damage to bytes: bits flip, words are zeroed, overwritten, or change places. */
final class Damage {
  private Damage() {}

  /** Strikes at a place, a multiple of 8; answers what was done. */
  static String strike(ByteBuffer bytes, int at, Random random) {
    switch (random.nextInt(8)) {
      case 0:
        bytes.putLong(at, 0);
        return "zeroed";
      case 1:
        bytes.putLong(at, -1);
        return "set to -1";
      case 2:
        bytes.putLong(at, random.nextLong());
        return "random";
      case 3:
        int half = at + 4 * random.nextInt(2);
        bytes.putInt(half, random.nextInt(70) - 3);
        return "small number";
      case 4:
        bytes.putInt(at + 4 * random.nextInt(2), 1 << random.nextInt(32));
        return "power of two";
      case 5:
        int other = 8 * random.nextInt(bytes.capacity() / 8);
        long word = bytes.getLong(at);
        bytes.putLong(at, bytes.getLong(other));
        bytes.putLong(other, word);
        return "changed places with " + other;
      default:
        int bit = random.nextInt(64);
        bytes.putLong(at, bytes.getLong(at) ^ 1L << bit);
        return "bit " + bit + " flipped";
    }
  }
}
