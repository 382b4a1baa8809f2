package io.sysv4j.conformance.faults;

import io.sysv4j.conformance.harness.SteppedMemory;
import io.sysv4j.offheap.internal.memory.Memory;

/** The files' memory, of which one thread's loads and stores throw an Error when the test says. */
final class Stumbling {
  /** What is thrown. */
  static final class Stumble extends Error {
    private static final long serialVersionUID = 1L;

    Stumble() {
      super("a stumble");
    }
  }

  private volatile Thread who;
  private boolean lasts;
  private int left;
  private boolean happened;

  /**
   * The calling thread stumbles at this load or store from now on.
   *
   * @param lasting whether it does so at all that follow
   */
  void begin(int point, boolean lasting) {
    left = point;
    lasts = lasting;
    happened = false;
    who = Thread.currentThread();
  }

  /** Nothing happens any more; answers whether anything has. */
  boolean end() {
    who = null;
    return happened;
  }

  private void step() {
    if (Thread.currentThread() == who && (happened ? lasts : left-- == 0)) {
      happened = true;
      throw new Stumble();
    }
  }

  /** A memory that it happens in. */
  Memory watch(Memory file) {
    return new SteppedMemory(file, this::step);
  }
}
