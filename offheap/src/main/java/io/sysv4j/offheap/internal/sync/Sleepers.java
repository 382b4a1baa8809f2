package io.sysv4j.offheap.internal.sync;

import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Memory;

/**
 * The records of a set's sleepers: made, filled, read and freed. A record is named by a reference:
 * its number + 1, so that 0 means none. Which queue it stands in is {@link Queues}' business.
 *
 * <p>All methods but {@link #status}, {@link #cas} and {@link #giveBack} are for the gate's owner.
 *
 * <p>A crash of the gate's owner may leave the stack of free records torn: {@link #rebuildFree}
 * makes it anew from the status words.
 */
public final class Sleepers {
  private final Memory memory;
  private final Growth growth;
  private final long[] extents = new long[Extents.MAX];

  /** The sleepers of a set; {@code firstExtent} is where the first records are. */
  public Sleepers(Memory memory, long firstExtent, Growth growth) {
    this.memory = memory;
    this.growth = growth;
    extents[0] = firstExtent;
  }

  /** How many records there are. */
  public int capacity() {
    return memory.getInt(SetLayout.SLEEPERS);
  }

  /** Where a record is. */
  public long at(int ref) {
    int index = ref - 1;
    int extent = index < 0 ? Extents.MAX : Extents.extent(index, SetLayout.FIRST_SLEEPERS);
    if (extent >= Extents.MAX) {
      throw corrupt("a reference " + ref + " to a sleeper");
    }
    long start = extents[extent];
    if (start == 0) {
      start = memory.getLong(SetLayout.SLEEPER_EXTENTS + 8L * extent);
      if (start == 0) {
        throw corrupt("a reference " + ref + " to a sleeper that there is no room for");
      }
      extents[extent] = start;
    }
    return start
        + (long) (index - Extents.start(extent, SetLayout.FIRST_SLEEPERS)) * SleeperLayout.LENGTH;
  }

  /** Counts down along a chain of sleepers: one that is longer than there are any is a loop. */
  public int step(int left) {
    if (left <= 0) {
      throw corrupt("a loop in a chain of sleepers");
    }
    return left - 1;
  }

  /** The exception for contents that can't be. */
  public CorruptFileException corrupt(String what) {
    return new CorruptFileException(memory.name(), "it has " + what);
  }

  // ---- status ----------------------------------------------------------------------------

  /** The status word. */
  public int status(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.STATUS);
  }

  /** Changes the status word if it is still as expected. */
  public boolean cas(int ref, int expected, int status) {
    return memory.casInt(at(ref) + SleeperLayout.STATUS, expected, status);
  }

  /** The address of the status word: what its thread's futex waits on. */
  public long futex(int ref) {
    return memory.address(at(ref) + SleeperLayout.STATUS);
  }

  /** Where the status word is in the file. */
  public long statusOffset(int ref) {
    return at(ref) + SleeperLayout.STATUS;
  }

  // ---- making ----------------------------------------------------------------------------

  /**
   * Takes a record and fills it. It is not waiting yet: {@link #publish} makes it so.
   *
   * @return its reference, or the negative errno if there is no room for more
   */
  public int make(long[] sops, int nsops, long owner, int pid, int row, boolean isAsync) {
    int ref = take();
    if (ref < 0) {
      return ref;
    }
    long at = at(ref);
    memory.putInt(at + SleeperLayout.NSOPS, nsops | (isAsync ? 1 << 16 : 0));
    memory.putLong(at + SleeperLayout.OWNER, owner);
    memory.putInt(at + SleeperLayout.PID, pid);
    memory.putInt(at + SleeperLayout.ROW, row + 1);
    memory.putInt(at + SleeperLayout.MORE, 0);
    memory.putInt(at + SleeperLayout.BLOCKING, 0);
    long ticket = memory.getLong(SetLayout.TICKET);
    memory.putLong(SetLayout.TICKET, ticket + 1);
    memory.putLong(at + SleeperLayout.TICKET, ticket);
    int inline = Math.min(nsops, SleeperLayout.INLINE_OPS);
    for (int i = 0; i < inline; i++) {
      memory.putLong(at + SleeperLayout.OPS + 8L * i, sops[i]);
    }
    if (nsops > inline) {
      int error = makeMore(at + SleeperLayout.MORE, sops, inline, nsops);
      if (error < 0) {
        free(ref);
        return error;
      }
    }
    return ref;
  }

  private int makeMore(long link, long[] sops, int from, int nsops) {
    long previous = link;
    for (int i = from; i < nsops; i += SleeperLayout.MORE_OPS) {
      int more = take();
      if (more < 0) {
        return more;
      }
      long at = at(more);
      memory.putInt(at + SleeperLayout.MORE_NEXT, 0);
      int count = Math.min(SleeperLayout.MORE_OPS, nsops - i);
      for (int k = 0; k < count; k++) {
        memory.putLong(at + SleeperLayout.MORE_START + 8L * k, sops[i + k]);
      }
      renew(more, SleeperStatus.MORE);
      memory.putInt(previous, more);
      previous = at + SleeperLayout.MORE_NEXT;
    }
    return 0;
  }

  /** The status word with which a record that has been made will wait. */
  public int waitingStatus(int ref) {
    return SleeperStatus.next(status(ref), SleeperStatus.WAITING);
  }

  /** From now on the record waits. */
  public void publish(int ref, int waitingStatus) {
    memory.putInt(statusOffset(ref), waitingStatus);
  }

  private int take() {
    int ref = memory.getInt(SetLayout.FREE_SLEEPERS);
    if (ref == 0) {
      int error = grow();
      if (error < 0) {
        return error;
      }
      ref = memory.getInt(SetLayout.FREE_SLEEPERS);
    }
    memory.putInt(SetLayout.FREE_SLEEPERS, memory.getInt(at(ref) + SleeperLayout.NEXT));
    return ref;
  }

  /**
   * Doubles the table: reserve, then tell where, then tell how many. If someone died in between,
   * the place is there already.
   */
  private int grow() {
    int capacity = capacity();
    int extent = Extents.extent(capacity, SetLayout.FIRST_SLEEPERS);
    int count = Extents.count(extent, SetLayout.FIRST_SLEEPERS);
    long start = memory.getLong(SetLayout.SLEEPER_EXTENTS + 8L * extent);
    if (start == 0) {
      start = growth.place((long) count * SleeperLayout.LENGTH);
      if (start < 0) {
        return Growth.answer(start);
      }
      memory.putLong(SetLayout.SLEEPER_EXTENTS + 8L * extent, start);
    }
    extents[extent] = start;
    memory.putInt(SetLayout.SLEEPERS, capacity + count);
    for (int ref = capacity + count; ref > capacity; ref--) {
      push(ref);
    }
    return 0;
  }

  // ---- reading ---------------------------------------------------------------------------

  /** The participant it belongs to. */
  public long owner(int ref) {
    return memory.getLong(at(ref) + SleeperLayout.OWNER);
  }

  /** Its process. */
  public int pid(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.PID);
  }

  /** Its undo row, -1 = none. */
  public int row(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.ROW) - 1;
  }

  /** How many operations it has. */
  public int nsops(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.NSOPS) & 0xffff;
  }

  /** Whether no thread waits for it. */
  public boolean isAsync(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.NSOPS) >>> 16 != 0;
  }

  /** Its number in the order of going to sleep. */
  public long ticket(int ref) {
    return memory.getLong(at(ref) + SleeperLayout.TICKET);
  }

  /** The operation it waits for. */
  public int blocking(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.BLOCKING);
  }

  /** Notes which operation it waits for. */
  public void setBlocking(int ref, int op) {
    memory.putInt(at(ref) + SleeperLayout.BLOCKING, op);
  }

  /** One of its operations. */
  public long op(int ref, int index) {
    if (index < 0 || index >= nsops(ref)) {
      throw corrupt("a sleeper that waits for its operation " + index);
    }
    long at = at(ref);
    if (index < SleeperLayout.INLINE_OPS) {
      return memory.getLong(at + SleeperLayout.OPS + 8L * index);
    }
    int rest = index - SleeperLayout.INLINE_OPS;
    int more = memory.getInt(at + SleeperLayout.MORE);
    for (; rest >= SleeperLayout.MORE_OPS; rest -= SleeperLayout.MORE_OPS) {
      more = memory.getInt(at(more) + SleeperLayout.MORE_NEXT);
    }
    return memory.getLong(at(more) + SleeperLayout.MORE_START + 8L * rest);
  }

  /** Copies its operations. */
  public void ops(int ref, long[] into) {
    long at = at(ref);
    int nsops = nsops(ref);
    int inline = Math.min(nsops, SleeperLayout.INLINE_OPS);
    for (int i = 0; i < inline; i++) {
      into[i] = memory.getLong(at + SleeperLayout.OPS + 8L * i);
    }
    int more = memory.getInt(at + SleeperLayout.MORE);
    for (int i = inline; i < nsops; more = memory.getInt(at(more) + SleeperLayout.MORE_NEXT)) {
      long start = at(more) + SleeperLayout.MORE_START;
      for (int k = 0; k < SleeperLayout.MORE_OPS && i < nsops; k++) {
        into[i++] = memory.getLong(start + 8L * k);
      }
    }
  }

  /** Whether all its operations wait for zero. */
  public boolean isConst(int ref) {
    int nsops = nsops(ref);
    for (int i = 0; i < nsops; i++) {
      if (Packed.semOp(op(ref, i)) != 0) {
        return false;
      }
    }
    return true;
  }

  // ---- giving back -----------------------------------------------------------------------

  /**
   * The owner needs the record no more (it is CANCELLED or RETURNED): the next owner of the gate
   * takes it back. Needs no gate.
   */
  public void giveBack(int ref) {
    int head;
    do {
      head = memory.getInt(SetLayout.RETURNED);
      memory.putInt(at(ref) + SleeperLayout.LINK, head);
    } while (!memory.casInt(SetLayout.RETURNED, head, ref));
  }

  /**
   * Takes one record off the stack of those given back.
   *
   * @return its reference, 0 = there is none. Call {@link #popped} when it is dealt with.
   */
  public int pop() {
    int ref;
    do {
      ref = memory.getInt(SetLayout.RETURNED);
      if (ref == 0) {
        return 0;
      }
      memory.putInt(SetLayout.POPPING, ref);
    } while (!memory.casInt(SetLayout.RETURNED, ref, memory.getInt(at(ref) + SleeperLayout.LINK)));
    return ref;
  }

  /** The record that was popped last is dealt with. */
  public void popped() {
    memory.putInt(SetLayout.POPPING, 0);
  }

  /** Recovery: the record that a dead owner had popped and not dealt with, 0 = none. */
  public int halfPopped() {
    int popping = memory.getInt(SetLayout.POPPING);
    int ref = memory.getInt(SetLayout.RETURNED);
    for (int left = capacity(); ref != 0 && ref != popping; left--) {
      if (left == 0) {
        throw corrupt("a loop in its returned sleepers");
      }
      ref = memory.getInt(at(ref) + SleeperLayout.LINK);
    }
    return ref == popping ? 0 : popping;
  }

  /**
   * Frees a record and those with its further operations: first the one that refers to the others,
   * so that as long as it is somebody's, it is whole.
   */
  public void free(int ref) {
    int more = memory.getInt(at(ref) + SleeperLayout.MORE);
    freeOne(ref);
    for (int left = capacity(); more != 0; left = step(left)) {
      int next = memory.getInt(at(more) + SleeperLayout.MORE_NEXT);
      freeOne(more);
      more = next;
    }
  }

  private void freeOne(int ref) {
    renew(ref, SleeperStatus.FREE);
    push(ref);
  }

  private void push(int ref) {
    memory.putInt(at(ref) + SleeperLayout.NEXT, memory.getInt(SetLayout.FREE_SLEEPERS));
    memory.putInt(SetLayout.FREE_SLEEPERS, ref);
  }

  /**
   * Recovery: makes the stack of free records anew: those that are FREE, and those with further
   * operations that no record in use leads to. These are told apart by making all of them FREE
   * first, and then those that are led to MORE again.
   */
  public void rebuildFree() {
    int capacity = capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      if (SleeperStatus.state(status(ref)) == SleeperStatus.MORE) {
        renew(ref, SleeperStatus.FREE);
      }
    }
    for (int ref = 1; ref <= capacity; ref++) {
      int state = SleeperStatus.state(status(ref));
      if (state != SleeperStatus.FREE && state != SleeperStatus.MORE) {
        markMore(ref);
      }
    }
    memory.putInt(SetLayout.FREE_SLEEPERS, 0);
    for (int ref = capacity; ref > 0; ref--) {
      if (SleeperStatus.state(status(ref)) == SleeperStatus.FREE) {
        push(ref);
      }
    }
  }

  private void markMore(int ref) {
    int more = memory.getInt(at(ref) + SleeperLayout.MORE);
    while (more != 0 && SleeperStatus.state(status(more)) == SleeperStatus.FREE) {
      renew(more, SleeperStatus.MORE);
      more = memory.getInt(at(more) + SleeperLayout.MORE_NEXT);
    }
  }

  private void renew(int ref, int state) {
    memory.putInt(statusOffset(ref), SleeperStatus.next(status(ref), state));
  }
}
