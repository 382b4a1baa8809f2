package io.sysv4j.conformance.faults;

import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;

/** A file's memory that tells when its gate has been entered, and when it is about to be left. */
abstract class Inside extends Memory {
  private final Memory file;
  private final boolean isSet;

  Inside(Memory file) {
    this.file = file;
    isSet = file.getLong(0) == Header.SET;
  }

  /** Whether it is the file of a set; else it is the namespace. */
  final boolean isSet() {
    return isSet;
  }

  abstract void entered();

  abstract void leaving();

  /** The tables of the namespace begin to change, or have changed. */
  void tablesChange(boolean begin) {}

  private boolean isGate(long offset) {
    return offset == (isSet ? SetLayout.GATE : NamespaceLayout.GATE);
  }

  @Override
  public final long getLong(long offset) {
    return file.getLong(offset);
  }

  @Override
  public final int getInt(long offset) {
    return file.getInt(offset);
  }

  @Override
  public final void putLong(long offset, long value) {
    if (isGate(offset)) {
      leaving();
    }
    file.putLong(offset, value);
    if (!isSet && offset == NamespaceLayout.CHANGES) {
      tablesChange((value & 1) != 0);
    }
  }

  @Override
  public final void putInt(long offset, int value) {
    file.putInt(offset, value);
  }

  @Override
  public final boolean casLong(long offset, long expected, long value) {
    boolean done = file.casLong(offset, expected, value);
    if (done && isGate(offset)) {
      entered();
    }
    return done;
  }

  @Override
  public final boolean casInt(long offset, int expected, int value) {
    return file.casInt(offset, expected, value);
  }

  @Override
  public final long address(long offset) {
    return file.address(offset);
  }

  @Override
  public final String name() {
    return file.name();
  }
}
