package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;

/** Memory of a participant whose stores are counted, and who dies at one of them. */
final class MortalMemory extends Memory {
  /** The word of a gate that was left by an error. */
  private static final long MARKED = 1L << 48;

  private final Memory real;
  private final Life life;
  private final boolean isSet;
  private final long gate;

  MortalMemory(Memory real, Life life) {
    this.real = real;
    this.life = life;
    this.isSet = real.name().contains("/sem-");
    this.gate = isSet ? SetLayout.GATE : gateOf(real);
  }

  private static long gateOf(Memory other) {
    return other.name().endsWith("/namespace") ? NamespaceLayout.GATE : -1;
  }

  @Override
  public long getLong(long offset) {
    life.load();
    return real.getLong(offset);
  }

  @Override
  public int getInt(long offset) {
    life.load();
    return real.getInt(offset);
  }

  @Override
  public void putLong(long offset, long value) {
    life.beforeStore(offset == gate);
    real.putLong(offset, value);
    if (offset == gate && value == 0) {
      opened();
    }
    life.afterStore(offset == gate);
  }

  private void opened() {
    life.opens();
    if (isSet) {
      life.leaves();
    }
  }

  @Override
  public void putInt(long offset, int value) {
    life.beforeStore(false);
    real.putInt(offset, value);
    life.afterStore(false);
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    life.beforeStore(offset == gate);
    boolean done = real.casLong(offset, expected, value);
    if (done && offset == gate) {
      changed(value);
    }
    life.afterStore(offset == gate);
    return done;
  }

  /** The word of the gate was swapped. */
  private void changed(long value) {
    if (value == 0 || value == MARKED) {
      opened();
    } else {
      life.enters();
    }
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    life.beforeStore(false);
    boolean done = real.casInt(offset, expected, value);
    life.afterStore(false);
    return done;
  }

  /** The engine asks for addresses only to wake those who sleep there. */
  @Override
  public long address(long offset) {
    life.willWake(real.name(), offset);
    return real.address(offset);
  }

  @Override
  public String name() {
    return real.name();
  }
}
