package io.sysv4j.offheap.futures;

import io.sysv4j.offheap.internal.memory.Memory;

/** Memory of an engine that tells what it is about to do; what is told may throw. */
public final class Hooks {
  /** What is told. */
  public interface Hook {
    /** Before a load, {@code get}, a store, {@code put}, or a compare-and-swap, {@code cas}. */
    void before(boolean isSet, String what, long offset, long value);

    /** After the store of a long. */
    default void after(boolean isSet, long offset) {}
  }

  private volatile Hook hook = (isSet, what, offset, value) -> {};

  /** From now on this is told. */
  public void set(Hook told) {
    hook = told;
  }

  /** From now on nothing is. */
  public void clear() {
    hook = (isSet, what, offset, value) -> {};
  }

  /** Stands between an engine and its memory. */
  public Memory wrap(Memory real) {
    boolean isSet = real.name().contains("/sem-");
    return new Memory() {
      @Override
      public long getLong(long offset) {
        hook.before(isSet, "get", offset, 0);
        return real.getLong(offset);
      }

      @Override
      public int getInt(long offset) {
        hook.before(isSet, "get", offset, 0);
        return real.getInt(offset);
      }

      @Override
      public void putLong(long offset, long value) {
        hook.before(isSet, "put", offset, value);
        real.putLong(offset, value);
        hook.after(isSet, offset);
      }

      @Override
      public void putInt(long offset, int value) {
        hook.before(isSet, "put", offset, value);
        real.putInt(offset, value);
      }

      @Override
      public boolean casLong(long offset, long expected, long value) {
        hook.before(isSet, "cas", offset, value);
        return real.casLong(offset, expected, value);
      }

      @Override
      public boolean casInt(long offset, int expected, int value) {
        hook.before(isSet, "cas", offset, value);
        return real.casInt(offset, expected, value);
      }

      @Override
      public long address(long offset) {
        return real.address(offset);
      }

      @Override
      public String name() {
        return real.name();
      }
    };
  }
}
