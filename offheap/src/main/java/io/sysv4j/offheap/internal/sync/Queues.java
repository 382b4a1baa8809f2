package io.sysv4j.offheap.internal.sync;

import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.Memory;

/**
 * Who stands where. As in Linux, a sleeper with one operation stands in a queue of its semaphore,
 * one for altering operations and one for zero-waits; a sleeper with several stands in a queue of
 * the set; and while there is any such, all altering sleepers stand in the set's queue.
 *
 * <p>Doubly linked through the records, changed by the gate's owner only. All of it is derived from
 * the records: recovery makes it anew.
 */
public final class Queues {
  /** No queue. */
  static final int NONE = 0;

  /** The set's altering queue. */
  public static final int ALTER = 1;

  /** The set's zero-waiting queue. */
  public static final int CONST = 2;

  private static final int OF_SEMAPHORES = 3;

  private final Memory memory;
  private final Sleepers sleepers;
  private final long sems;
  private final int nsems;

  /** For {@link #sort}: a chain of 2^i sleepers, or 0. */
  private final int[] sorted = new int[Integer.SIZE];

  /** The queues of a set. */
  public Queues(Memory memory, Sleepers sleepers, long sems, int nsems) {
    this.memory = memory;
    this.sleepers = sleepers;
    this.sems = sems;
    this.nsems = nsems;
  }

  /** The altering queue of a semaphore. */
  public static int alter(int semNum) {
    return OF_SEMAPHORES + 2 * semNum;
  }

  /** The zero-waiting queue of a semaphore. */
  public static int constant(int semNum) {
    return OF_SEMAPHORES + 2 * semNum + 1;
  }

  /** Where a queue's head is; its tail is 4 bytes behind. */
  private long head(int queue) {
    if (queue == ALTER) {
      return SetLayout.ALTER;
    }
    if (queue == CONST) {
      return SetLayout.CONST;
    }
    int semNum = queue - OF_SEMAPHORES >> 1;
    if (semNum < 0 || semNum >= nsems) {
      throw sleepers.corrupt("a sleeper in queue " + queue + ", which there is not");
    }
    boolean isAlter = (queue - OF_SEMAPHORES & 1) == 0;
    return sems
        + (long) semNum * SetLayout.SEM
        + (isAlter ? SetLayout.SEM_ALTER : SetLayout.SEM_CONST);
  }

  /** The first in a queue, 0 = nobody. */
  public int first(int queue) {
    return memory.getInt(head(queue));
  }

  /** The next in its queue, 0 = it is the last. */
  public int next(int ref) {
    return memory.getInt(sleepers.at(ref) + SleeperLayout.NEXT);
  }

  /** Whether nobody waits with several operations, nor anybody for this semaphore. */
  public boolean isIdle(int semNum) {
    return first(ALTER) == 0
        && first(CONST) == 0
        && first(alter(semNum)) == 0
        && first(constant(semNum)) == 0;
  }

  /** Whether nobody stands in any queue. */
  public boolean isEmpty() {
    return memory.getInt(SetLayout.QUEUED) == 0;
  }

  /** Whether any sleeper has several operations. */
  public boolean hasArrays() {
    return complex() != 0;
  }

  /** How many sleepers with several operations there are. */
  private int complex() {
    return memory.getInt(SetLayout.COMPLEX);
  }

  /** Puts a new sleeper into the queue where it belongs, behind those who are there. */
  public void add(int ref, boolean isConst) {
    split(); // the last with several operations may have gone since the gate was entered
    memory.putInt(SetLayout.QUEUED, memory.getInt(SetLayout.QUEUED) + 1);
    if (sleepers.nsops(ref) == 1) {
      int semNum = Packed.semNum(sleepers.op(ref, 0));
      int own = isConst ? constant(semNum) : alter(semNum);
      append(ref, !isConst && complex() > 0 ? ALTER : own);
    } else {
      if (complex() == 0) {
        merge();
      }
      append(ref, isConst ? CONST : ALTER);
      memory.putInt(SetLayout.COMPLEX, complex() + 1);
    }
  }

  /** Whether a sleeper stands where it must: in a queue, and its neighbours know it. */
  public boolean holds(int ref) {
    long at = sleepers.at(ref);
    int queue = memory.getInt(at + SleeperLayout.QUEUE);
    if (queue == NONE) {
      return false;
    }
    int next = memory.getInt(at + SleeperLayout.NEXT);
    int prev = memory.getInt(at + SleeperLayout.PREV);
    long head = head(queue);
    long before = prev == 0 ? head : sleepers.at(prev) + SleeperLayout.NEXT;
    long behind = next == 0 ? head + 4 : sleepers.at(next) + SleeperLayout.PREV;
    return memory.getInt(before) == ref && memory.getInt(behind) == ref;
  }

  /** Takes a sleeper out of its queue, if it stands in one. */
  public void remove(int ref) {
    long at = sleepers.at(ref);
    int queue = memory.getInt(at + SleeperLayout.QUEUE);
    if (queue == NONE) {
      return;
    }
    int next = memory.getInt(at + SleeperLayout.NEXT);
    int prev = memory.getInt(at + SleeperLayout.PREV);
    long head = head(queue);
    memory.putInt(prev == 0 ? head : sleepers.at(prev) + SleeperLayout.NEXT, next);
    memory.putInt(next == 0 ? head + 4 : sleepers.at(next) + SleeperLayout.PREV, prev);
    memory.putInt(at + SleeperLayout.QUEUE, NONE);
    memory.putInt(SetLayout.QUEUED, memory.getInt(SetLayout.QUEUED) - 1);
    if (sleepers.nsops(ref) > 1) {
      memory.putInt(SetLayout.COMPLEX, complex() - 1);
    }
  }

  private void append(int ref, int queue) {
    long at = sleepers.at(ref);
    long head = head(queue);
    int tail = memory.getInt(head + 4);
    memory.putInt(at + SleeperLayout.NEXT, 0);
    memory.putInt(at + SleeperLayout.PREV, tail);
    memory.putInt(at + SleeperLayout.QUEUE, queue);
    memory.putInt(tail == 0 ? head : sleepers.at(tail) + SleeperLayout.NEXT, ref);
    memory.putInt(head + 4, ref);
  }

  /**
   * The first sleeper with several operations comes: all altering sleepers go to the set's queue.
   * Each semaphore's go before those of lower-numbered ones, as Linux splices them.
   */
  private void merge() {
    for (int semNum = nsems - 1; semNum >= 0; semNum--) {
      move(alter(semNum), false);
    }
  }

  /**
   * The last sleeper with several operations has gone: each altering one goes back to its
   * semaphore.
   */
  public void split() {
    if (complex() == 0 && first(ALTER) != 0) {
      move(ALTER, true);
    }
  }

  private void move(int from, boolean toSemaphores) {
    long head = head(from);
    int ref = memory.getInt(head);
    memory.putInt(head, 0);
    memory.putInt(head + 4, 0);
    for (int left = sleepers.capacity(); ref != 0; left = sleepers.step(left)) {
      int next = next(ref);
      append(ref, toSemaphores ? alter(Packed.semNum(sleepers.op(ref, 0))) : ALTER);
      ref = next;
    }
  }

  /**
   * Recovery: orders sleepers that are linked by their {@code next}, by who came first. A merge
   * sort of chains of 1, 2, 4 … sleepers, as nothing may be allocated inside the gate.
   *
   * @return the first
   */
  public int sort(int chain) {
    java.util.Arrays.fill(sorted, 0);
    int left = sleepers.capacity();
    for (int ref = chain; ref != 0; left = sleepers.step(left)) {
      int rest = next(ref);
      link(ref, 0);
      int power = 0;
      int merged = ref;
      for (; sorted[power] != 0; power++) {
        merged = merge(sorted[power], merged);
        sorted[power] = 0;
      }
      sorted[power] = merged;
      ref = rest;
    }
    int all = 0;
    for (int power = 0; power < sorted.length; power++) {
      all = merge(sorted[power], all);
    }
    return all;
  }

  private int merge(int one, int two) {
    int a = one;
    int b = two;
    int first = 0;
    for (int last = 0; a != 0 || b != 0; ) {
      boolean takesA = b == 0 || a != 0 && sleepers.ticket(a) <= sleepers.ticket(b);
      int ref = takesA ? a : b;
      a = takesA ? next(a) : a;
      b = takesA ? b : next(b);
      if (last == 0) {
        first = ref;
      } else {
        link(last, ref);
      }
      last = ref;
    }
    return first;
  }

  /** Recovery: makes one sleeper the next of another. */
  public void link(int ref, int next) {
    memory.putInt(sleepers.at(ref) + SleeperLayout.NEXT, next);
  }

  /** Recovery: empties all queues. */
  public void clear() {
    memory.putLong(SetLayout.ALTER, 0);
    memory.putLong(SetLayout.CONST, 0);
    memory.putInt(SetLayout.COMPLEX, 0);
    memory.putInt(SetLayout.QUEUED, 0);
    for (int semNum = 0; semNum < nsems; semNum++) {
      memory.putLong(sems + (long) semNum * SetLayout.SEM + SetLayout.SEM_ALTER, 0);
      memory.putLong(sems + (long) semNum * SetLayout.SEM + SetLayout.SEM_CONST, 0);
    }
    int capacity = sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      int state = SleeperStatus.state(sleepers.status(ref));
      boolean mayHoldOperations = state == SleeperStatus.MORE || state == SleeperStatus.FREE;
      if (!mayHoldOperations) { // a MORE has operations there, and may be FREE for a moment
        memory.putInt(sleepers.at(ref) + SleeperLayout.QUEUE, NONE);
      }
    }
  }
}
