package io.sysv4j.offheap.internal.undo;

import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sync.Growth;

/**
 * The undo rows of a set: for each participant that ever used SEM_UNDO on it, an adjustment
 * (semadj) of each semaphore. Rows are numbered from 0.
 *
 * <p>For the gate's owner only. Adjustments change through the journal, in the same step as the
 * values; the count of holders beside each semaphore is derived from them.
 */
public final class UndoRows {
  private final Memory memory;
  private final Growth growth;
  private final long sems;
  private final int nsems;
  private final long[] extents = new long[Extents.MAX];

  /** The rows of a set; {@code firstExtent} is where the first are. */
  public UndoRows(Memory memory, long firstExtent, long sems, int nsems, Growth growth) {
    this.memory = memory;
    this.growth = growth;
    this.sems = sems;
    this.nsems = nsems;
    extents[0] = firstExtent;
  }

  /** How many rows there are, used or free. */
  public int capacity() {
    return memory.getInt(SetLayout.ROWS);
  }

  /** Where a row is. */
  public long at(int row) {
    int extent = row < 0 ? Extents.MAX : Extents.extent(row, SetLayout.FIRST_ROWS);
    long start = extent < Extents.MAX ? extents[extent] : 0;
    if (start == 0 && extent < Extents.MAX) {
      start = memory.getLong(SetLayout.ROW_EXTENTS + 8L * extent);
      extents[extent] = start;
    }
    if (start == 0) {
      throw new CorruptFileException(memory.name(), "it has a reference to undo row " + row);
    }
    return start
        + (long) (row - Extents.start(extent, SetLayout.FIRST_ROWS)) * RowLayout.length(nsems);
  }

  /** Whose a row is, 0 = nobody's. */
  public long owner(int row) {
    return memory.getLong(at(row) + RowLayout.OWNER);
  }

  /** The row's number in its owner's order. */
  public int serial(int row) {
    return memory.getInt(at(row) + RowLayout.SERIAL);
  }

  /** The process of a row's owner. */
  public int pid(int row) {
    return memory.getInt(at(row) + RowLayout.PID);
  }

  /** The row of a participant, -1 = it has none. */
  public int find(long participant) {
    int capacity = capacity();
    for (int row = 0; row < capacity; row++) {
      if (owner(row) == participant) {
        return row;
      }
    }
    return -1;
  }

  /**
   * Takes a row for a participant.
   *
   * @return its number, or the negative errno if there is no room for more
   */
  public int take(long participant, int pid, int serial) {
    int row = find(0);
    if (row < 0) {
      row = capacity();
      int error = grow(row);
      if (error < 0) {
        return error;
      }
    }
    memory.putInt(at(row) + RowLayout.SERIAL, serial);
    memory.putInt(at(row) + RowLayout.PID, pid);
    memory.putLong(at(row) + RowLayout.OWNER, participant);
    return row;
  }

  /** As the table of sleepers: reserve, tell where, tell how many. */
  private int grow(int capacity) {
    int extent = Extents.extent(capacity, SetLayout.FIRST_ROWS);
    int count = Extents.count(extent, SetLayout.FIRST_ROWS);
    long start = memory.getLong(SetLayout.ROW_EXTENTS + 8L * extent);
    if (start == 0) {
      start = growth.place(count * RowLayout.length(nsems));
      if (start < 0) {
        return Growth.answer(start);
      }
      memory.putLong(SetLayout.ROW_EXTENTS + 8L * extent, start);
    }
    extents[extent] = start;
    memory.putInt(SetLayout.ROWS, capacity + count);
    return 0;
  }

  /** Gives a row back; its adjustments are zero. */
  public void release(int row) {
    memory.putLong(at(row) + RowLayout.OWNER, 0);
  }

  /** Where an adjustment is. */
  public long adjOffset(int row, int semNum) {
    return at(row) + RowLayout.ADJ + 4L * semNum;
  }

  /** An adjustment (semadj). */
  public int adj(int row, int semNum) {
    return memory.getInt(adjOffset(row, semNum));
  }

  /** Whether all adjustments of a row are zero. */
  public boolean isZero(int row) {
    long adjustments = adjOffset(row, 0);
    for (long i = 0; i < adjLength(); i += Long.BYTES) {
      if (memory.getLong(adjustments + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the adjustments of a row take, in whole 64-bit words. */
  public long adjLength() {
    return RowLayout.length(nsems) - RowLayout.ADJ;
  }

  // ---- holders ---------------------------------------------------------------------------

  private long holdersOffset(int semNum) {
    return sems + (long) semNum * SetLayout.SEM + SetLayout.SEM_HOLDERS;
  }

  /** How many participants have an adjustment of a semaphore. */
  public int holders(int semNum) {
    return memory.getInt(holdersOffset(semNum));
  }

  /** Sets how many participants have an adjustment of a semaphore. */
  public void setHolders(int semNum, int count) {
    memory.putInt(holdersOffset(semNum), count);
  }

  /** Recovery: counts the holders of a semaphore anew. */
  public void recountHolders(int semNum) {
    int capacity = capacity();
    int count = 0;
    for (int row = 0; row < capacity; row++) {
      count += owner(row) != 0 && adj(row, semNum) != 0 ? 1 : 0;
    }
    setHolders(semNum, count);
  }

  /** Carries out the journal's wide entries: zero a column (SETVAL), or everything (SETALL). */
  public void clear(int operation, long semNum) {
    int capacity = capacity();
    for (int row = 0; row < capacity; row++) {
      if (operation == JournalLayout.CLEAR_ALL) {
        memory.zero(at(row) + RowLayout.ADJ, adjLength());
      } else if (operation == JournalLayout.CLEAR_COLUMN && semNum < nsems) {
        memory.putInt(adjOffset(row, (int) semNum), 0);
      } else {
        throw new CorruptFileException(memory.name(), "its journal has operation " + operation);
      }
    }
  }
}
