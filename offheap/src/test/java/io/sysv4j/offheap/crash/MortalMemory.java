package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;

/** Memory of a participant whose stores are counted, and who dies at one of them. */
final class MortalMemory extends Memory {
  private final Memory real;
  private final Life life;
  private final boolean isSet;

  MortalMemory(Memory real, Life life) {
    this.real = real;
    this.life = life;
    this.isSet = real.name().contains("/sem-");
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
    life.beforeStore();
    real.putLong(offset, value);
    if (isSet && offset == SetLayout.GATE && value == 0) {
      life.leaves();
    }
    life.afterStore();
  }

  @Override
  public void putInt(long offset, int value) {
    life.beforeStore();
    real.putInt(offset, value);
    life.afterStore();
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    life.beforeStore();
    boolean done = real.casLong(offset, expected, value);
    life.afterStore();
    return done;
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    life.beforeStore();
    boolean done = real.casInt(offset, expected, value);
    life.afterStore();
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
