package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Memory;

/**
 * Stores that must all happen or none, whatever dies in between. Fill it, {@link #commit} it (the
 * one store that decides), and {@link #carryOut}, or do the same and {@link #forget}. All values
 * are absolute, so carrying out again changes nothing.
 *
 * <p>Used by the owner of the gate only. A crash before the commit leaves nothing to do; a crash
 * after it leaves a committed journal, which {@link #redo} carries out.
 */
public final class Journal {
  /** Carries out the entries that mean more than a store. */
  @FunctionalInterface
  public interface Wide {
    /**
     * Does one entry.
     *
     * @param operation of {@link JournalLayout}
     * @param target the offset field of the entry
     */
    void carryOut(int operation, long target);
  }

  private final Memory memory;
  private final long offset;
  private final int capacity;
  private final Wide wide;
  private int entries;

  /** The journal at an offset, with room for so many entries. */
  public Journal(Memory memory, long offset, int capacity, Wide wide) {
    this.memory = memory;
    this.offset = offset;
    this.capacity = capacity;
    this.wide = wide;
  }

  /** Starts afresh. */
  public void begin() {
    entries = 0;
  }

  /** Adds a 64-bit store. */
  public void putLong(long target, long value) {
    add(JournalLayout.PUT_LONG, target, value);
  }

  /** Adds a 32-bit store. */
  public void putInt(long target, int value) {
    add(JournalLayout.PUT_INT, target, value);
  }

  /**
   * Adds making a claimed sleeper DONE. Not a plain store: its owner may have seen it and gone on
   * when recovery does it again.
   */
  public void finish(long target, int status) {
    add(JournalLayout.FINISH, target, status);
  }

  /** Adds zeroing a range of whole 64-bit words. */
  public void zero(long target, long length) {
    add(JournalLayout.ZERO, target, length);
  }

  /** Adds an entry that {@link Wide} carries out. */
  public void wide(int operation, long target) {
    add(operation, target, 0);
  }

  private void add(int operation, long target, long value) {
    if (entries == capacity) {
      throw new IllegalStateException("journal of " + capacity + " entries is full");
    }
    long at = entry(entries++);
    memory.putLong(at, target << 8 | operation);
    memory.putLong(at + Long.BYTES, value);
  }

  private long entry(int i) {
    return offset + JournalLayout.ENTRIES + (long) i * JournalLayout.ENTRY;
  }

  /** Decides: from this store on, all of it has happened. */
  public void commit() {
    memory.putLong(offset + JournalLayout.COMMIT, entries);
  }

  /** Carries out what was committed, and forgets it. */
  public void carryOut() {
    carryOut(entries);
  }

  /** It has been carried out. */
  public void forget() {
    memory.putLong(offset + JournalLayout.COMMIT, 0);
  }

  private void carryOut(int committed) {
    for (int i = 0; i < committed; i++) {
      long at = entry(i);
      carryOut(memory.getLong(at), memory.getLong(at + Long.BYTES));
    }
    forget();
  }

  private void carryOut(long head, long value) {
    long target = head >>> 8;
    int operation = (int) head & 0xff;
    switch (operation) {
      case JournalLayout.PUT_LONG:
        memory.putLong(target, value);
        break;
      case JournalLayout.PUT_INT:
        memory.putInt(target, (int) value);
        break;
      case JournalLayout.FINISH:
        int claimed = SleeperStatus.with((int) value, SleeperStatus.CLAIMED, 0);
        if (memory.getInt(target) == claimed) {
          memory.putInt(target, (int) value);
        }
        break;
      case JournalLayout.ZERO:
        memory.zero(target, value);
        break;
      default:
        wide.carryOut(operation, target);
    }
  }

  /** For a look from outside: a word, or what the committed journal will make of it. */
  public long asCommitted(long target, long word) {
    long committed = Math.min(memory.getLong(offset + JournalLayout.COMMIT), capacity);
    long seen = word;
    for (int i = 0; i < committed; i++) {
      if (memory.getLong(entry(i)) == (target << 8 | JournalLayout.PUT_LONG)) {
        seen = memory.getLong(entry(i) + Long.BYTES);
      }
    }
    return seen;
  }

  /** Recovery: carries out what a dead owner had committed. */
  public void redo() {
    long committed = memory.getLong(offset + JournalLayout.COMMIT);
    if (committed < 0 || committed > capacity) {
      throw new CorruptFileException(
          memory.name(), "its journal has " + committed + " entries, of " + capacity);
    }
    carryOut((int) committed);
  }
}
