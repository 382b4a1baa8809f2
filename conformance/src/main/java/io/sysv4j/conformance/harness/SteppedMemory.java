package io.sysv4j.conformance.harness;

import io.sysv4j.offheap.internal.memory.Memory;

/** A memory that does something right before a load, and right before a store and right after. */
public final class SteppedMemory extends Memory {
  private final Memory file;
  private final Runnable step;

  /** A memory over another; what a step throws, the load or store throws. */
  public SteppedMemory(Memory file, Runnable step) {
    this.file = file;
    this.step = step;
  }

  @Override
  public long getLong(long offset) {
    step.run();
    return file.getLong(offset);
  }

  @Override
  public int getInt(long offset) {
    step.run();
    return file.getInt(offset);
  }

  @Override
  public void putLong(long offset, long value) {
    step.run();
    file.putLong(offset, value);
    step.run();
  }

  @Override
  public void putInt(long offset, int value) {
    step.run();
    file.putInt(offset, value);
    step.run();
  }

  @Override
  public boolean casLong(long offset, long expected, long value) {
    step.run();
    boolean done = file.casLong(offset, expected, value);
    step.run();
    return done;
  }

  @Override
  public boolean casInt(long offset, int expected, int value) {
    step.run();
    boolean done = file.casInt(offset, expected, value);
    step.run();
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
}
