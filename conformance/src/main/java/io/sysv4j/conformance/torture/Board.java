package io.sysv4j.conformance.torture;

import io.sysv4j.Ipc;
import io.sysv4j.offheap.internal.engine.Engine;

/**
 * What all workers play on: sets and segments that the referee makes and nobody removes.
 *
 * <ul>
 *   <li>Two sets of scarce units: semaphores that are taken and given back, one that guards a cell
 *       of shared memory, and one that is raised for a moment, so that others wait for its zero.
 *   <li>A deep set, of which anyone takes and to which anyone adds without ever sleeping.
 * </ul>
 *
 * <p>A slot's vector has the sum of what was done to each semaphore, plainly and with SEM_UNDO, and
 * how often each segment is attached.
 */
final class Board {
  static final int SETS = 3;
  static final int SEMS = 8;
  static final int DEEP_SET = 2;
  static final int DEPTH = 10_000;

  /** The semaphore of the scarce sets that guards the cell (in set 0). */
  static final int MUTEX = 4;

  /** The semaphore of the scarce sets that some wait to be zero. */
  static final int ZERO = 5;

  static final int SEGMENTS = 3;
  static final int PAGE = 4096;

  /** Where the parts of a slot's vector start. */
  static final int PLAIN = 0;

  static final int UNDO = SETS * SEMS;
  static final int ATTACHES = 2 * SETS * SEMS;

  private static final int SET_KEY = 1;
  private static final int SEGMENT_KEY = 11;
  private static final int CELL_KEY = 20;
  static final int FLICKER_KEY = 100;
  static final int FLICKERS = 3;
  static final int SOLO_KEY = 1000;
  static final int SOLO_SEMS = 8;

  private static final int[] SCARCE = {4, 3, 2, 1, 1, 0, 2, 2};

  private final int[] sets = new int[SETS];
  private final int[] segments = new int[SEGMENTS];
  private final int cell;

  private Board(Engine engine, int flags) {
    for (int set = 0; set < SETS; set++) {
      sets[set] = engine.semctl().semget(SET_KEY + set, SEMS, flags | 0600);
    }
    for (int segment = 0; segment < SEGMENTS; segment++) {
      int size = PAGE * (segment + 1);
      segments[segment] = engine.shm().shmget(SEGMENT_KEY + segment, size, flags | 0600);
    }
    cell = engine.shm().shmget(CELL_KEY, PAGE, flags | 0600);
  }

  /** Makes it. */
  static Board make(Engine engine) {
    Board board = new Board(engine, Ipc.IPC_CREAT | Ipc.IPC_EXCL);
    board.reset(engine);
    return board;
  }

  /** Sets all values to what they are at first. */
  void reset(Engine engine) {
    for (int set = 0; set < SETS; set++) {
      int[] vals = new int[SEMS];
      for (int sem = 0; sem < SEMS; sem++) {
        vals[sem] = initial(set, sem);
      }
      engine.semctl().setAll(sets[set], vals);
    }
  }

  /** Finds it. */
  static Board find(Engine engine) {
    return new Board(engine, 0);
  }

  static int initial(int set, int sem) {
    return set == DEEP_SET ? DEPTH : SCARCE[sem];
  }

  int set(int index) {
    return sets[index];
  }

  /** Which set an identifier is, -1 = none of these. */
  int indexOf(long semid) {
    for (int set = 0; set < SETS; set++) {
      if (sets[set] == semid) {
        return set;
      }
    }
    return -1;
  }

  int segment(int index) {
    return segments[index];
  }

  boolean isSegment(int shmid) {
    for (int segment : segments) {
      if (segment == shmid) {
        return true;
      }
    }
    return shmid == cell;
  }

  /** The segment with the cell that the mutex guards. */
  int cell() {
    return cell;
  }

  /** Where a semaphore's sum is in a vector. */
  static int place(int part, int set, int sem) {
    return part + set * SEMS + sem;
  }
}
