package io.sysv4j.conformance.torture;

import io.sysv4j.conformance.harness.SteppedMemory;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sync.VirtualThreads;
import java.util.Random;

/**
 * Errors in a worker that lives on: one is thrown at a load or store of a step, or the step is done
 * so deep in the stack that it overflows. Nothing is thrown in steps that are not chosen.
 *
 * <p>Some errors last: each load and store that follows in the same step throws, too, so that the
 * step can't even clear up behind itself.
 *
 * <p>On a virtual thread no step is deep: a JDK 25 crashed as it threw such a thread's
 * StackOverflowError (see docs/reliability.md).
 */
final class Mishaps {
  /** No memory access is so far away. */
  private static final int NEVER = -1;

  /** How far from the end of the stack a step may start, in frames. */
  private static final int DEEP_BITS = 9;

  /** What a load or store throws. */
  private static final class Mishap extends Error {
    private static final long serialVersionUID = 1L;

    Mishap() {
      super("a mishap at a load or store");
    }
  }

  /** What one thread is in for. */
  private static final class Luck {
    int left = NEVER;
    boolean isDeep;
    boolean lasts;
    boolean struck;
  }

  private final boolean isOn;
  private final Ledger ledger;
  private final ThreadLocal<Luck> luck = ThreadLocal.withInitial(Luck::new);

  /**
   * Mishaps of a worker.
   *
   * @param isOn whether there are any
   */
  Mishaps(boolean isOn, Ledger ledger) {
    this.isOn = isOn;
    this.ledger = ledger;
  }

  // ---- steps -----------------------------------------------------------------------------

  /** Does a step; one of so many may go wrong. */
  void during(Runnable step, int rarity, Random random) {
    if (!isOn || random.nextInt(rarity) > 0) {
      step.run();
    } else if (random.nextInt(3) == 0 && !VirtualThreads.isVirtual(Thread.currentThread())) {
      deep(step, random);
    } else {
      struck(step, random);
    }
  }

  private void struck(Runnable step, Random random) {
    Luck mine = luck.get();
    mine.struck = false;
    mine.lasts = random.nextInt(3) == 0;
    mine.left = random.nextInt(1 << random.nextInt(11));
    try {
      step.run();
    } finally {
      mine.left = NEVER;
    }
  }

  private void deep(Runnable step, Random random) {
    Luck mine = luck.get();
    mine.isDeep = true;
    try {
      int[] deepest = new int[1];
      try {
        dive(Integer.MAX_VALUE, 0, deepest, step);
      } catch (StackOverflowError e) {
        deepest[0] -= random.nextInt(1 << random.nextInt(DEEP_BITS + 1));
      }
      dive(Math.max(0, deepest[0]), 0, deepest, step);
    } finally {
      mine.isDeep = false;
    }
  }

  private static void dive(int target, int depth, int[] deepest, Runnable step) {
    deepest[0] = depth;
    if (depth == target) {
      step.run();
    } else {
      dive(target, depth + 1, deepest, step);
    }
  }

  /** Whether something may go wrong for the calling thread now. */
  boolean areNear() {
    Luck mine = luck.get();
    return mine.left != NEVER || mine.isDeep;
  }

  /** Whether something is what was thrown here, or was made of it; counts it. */
  boolean areCauseOf(Throwable seen) {
    for (Throwable e = seen; e != null; e = e.getCause()) {
      if (e instanceof Mishap || isOn && e instanceof StackOverflowError) {
        ledger.did(e instanceof Mishap ? Deed.FAILED_BY_ERROR : Deed.FAILED_BY_OVERFLOW);
        return true;
      }
    }
    return false;
  }

  // ---- loads and stores ------------------------------------------------------------------

  /** A memory in which mishaps happen. */
  Memory watch(Memory file) {
    return isOn ? new SteppedMemory(file, this::strike) : file;
  }

  private void strike() {
    Luck mine = luck.get();
    if (mine.left == NEVER) {
      return;
    }
    if (mine.left > 0) {
      mine.left--;
      return;
    }
    if (!mine.struck || mine.lasts) {
      mine.struck = true;
      ledger.did(Deed.ERROR);
      throw new Mishap();
    }
  }
}
