package io.sysv4j.conformance.fuzz;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.Random;

/** Chance, by one seed, with the numbers that make System V calls interesting. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
  }

  /** From 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From min to max. */
  int between(int min, int max) {
    return min + random.nextInt(max - min + 1);
  }

  /** True so many times in a hundred. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  long oneOf(long... values) {
    return values[random.nextInt(values.length)];
  }

  @SafeVarargs
  final <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** An index, each as likely as its weight says. */
  int weighted(int... weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int rest = random.nextInt(sum);
    int i = 0;
    while (rest >= weights[i]) {
      rest -= weights[i++];
    }
    return i;
  }

  /** A packed operation with a small number: often -1, 0 or 1. */
  long smallSop(int nsems, int undoPercent, int nowaitPercent) {
    int op = pick(-1, -1, -1, -2, -3, 0, 0, 0, 1, 1, 1, 2, 3);
    return Packed.pack(below(nsems), op, flags(undoPercent, nowaitPercent));
  }

  /** A packed operation with a number from the ends of the range. */
  long extremeSop(int nsems, int undoPercent, int nowaitPercent) {
    int op = pick(32767, -32767, -32768, 32766, 16384, -16384, -4, 32764);
    return Packed.pack(below(nsems), op, flags(undoPercent, nowaitPercent));
  }

  private int flags(int undoPercent, int nowaitPercent) {
    return (percent(undoPercent) ? Ipc.SEM_UNDO : 0)
        | (percent(nowaitPercent) ? Ipc.IPC_NOWAIT : 0);
  }
}
