package io.sysv4j.conformance.faults;

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

  /** A memory that it happens in: before a load, before a store, and after a store. */
  Memory watch(Memory file) {
    return new Memory() {
      @Override
      public long getLong(long offset) {
        step();
        return file.getLong(offset);
      }

      @Override
      public int getInt(long offset) {
        step();
        return file.getInt(offset);
      }

      @Override
      public void putLong(long offset, long value) {
        step();
        file.putLong(offset, value);
        step();
      }

      @Override
      public void putInt(long offset, int value) {
        step();
        file.putInt(offset, value);
        step();
      }

      @Override
      public boolean casLong(long offset, long expected, long value) {
        step();
        boolean done = file.casLong(offset, expected, value);
        step();
        return done;
      }

      @Override
      public boolean casInt(long offset, int expected, int value) {
        step();
        boolean done = file.casInt(offset, expected, value);
        step();
        return done;
      }

      @Override
      public long address(long offset) {
        return file.address(offset);
      }

      @Override
      public String name() {
        return file.name();
      }
    };
  }
}
