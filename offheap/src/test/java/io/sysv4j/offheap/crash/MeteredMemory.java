package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.memory.Memory;

/**
 * Memory that tells a meter who enters and leaves a gate. While the meter is off it is as what
 * stands in for it then, so that one may die before another is measured.
 */
final class MeteredMemory extends Memory {
  private final Memory real;
  private final Memory unmetered;
  private final Life life;
  private final AllocationMeter meter;
  private final long gate;

  /** A file with a gate at an offset, -1 = its gate is not measured. */
  MeteredMemory(Memory real, Memory unmetered, Life life, AllocationMeter meter, long gate) {
    this.real = real;
    this.unmetered = unmetered;
    this.life = life;
    this.meter = meter;
    this.gate = gate;
  }

  private Memory memory() {
    meter.look();
    return meter.isOn() ? real : unmetered;
  }

  @Override
  public long getLong(long offset) {
    if (offset == gate) {
      life.requireTime();
    }
    return memory().getLong(offset);
  }

  @Override
  public int getInt(long offset) {
    return memory().getInt(offset);
  }

  @Override
  public void putLong(long offset, long value) {
    if (offset == gate) {
      meter.leaves();
    }
    memory().putLong(offset, value);
  }

  @Override
  public void putInt(long offset, int value) {
    memory().putInt(offset, value);
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    boolean opens = offset == gate && (value == 0 || meter.isInside());
    if (opens) {
      meter.leaves();
    }
    boolean done = memory().casLong(offset, expected, value);
    if (offset == gate && done && !opens) {
      meter.enters();
    }
    return done;
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    return memory().casInt(offset, expected, value);
  }

  @Override
  public long address(long offset) {
    return memory().address(offset);
  }

  @Override
  public String name() {
    return real.name();
  }
}
