package io.sysv4j.conformance.torture;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Conservation. Of each semaphore that all share
 *
 * <pre>
 *   value = initial + all that the dead, the living and the referee did without SEM_UNDO
 *                   + all that the living did with it
 * </pre>
 *
 * since what the dead did with SEM_UNDO has been undone, once. What a dead worker was just doing
 * may have happened or not: one choice for each of its slots must make the books balance.
 */
final class Books {
  private static final int SUMS = Board.SETS * Board.SEMS;

  private final Engine engine;
  private final Board board;

  /** What the referee and the dead did without SEM_UNDO. */
  private final long[] settled = new long[SUMS];

  /** What the dead may have done besides. */
  private final List<long[]> doubts = new ArrayList<>();

  private final SemopPlanner planner = new SemopPlanner();

  Books(Engine engine, Board board) {
    this.engine = engine;
    this.board = board;
  }

  /** A worker has died. */
  void bury(Ledger dead) {
    for (int i = 0; i < dead.slots().size(); i++) {
      if (Ledger.isShared(i)) {
        long[] done = plain(dead.slots().get(i).done());
        long[] doubt = minus(plain(dead.slots().get(i).maybe()), done);
        add(settled, done);
        if (Arrays.stream(doubt).anyMatch(x -> x != 0)) {
          doubts.add(doubt);
        }
      }
    }
  }

  private static long[] plain(long[] vector) {
    return Arrays.copyOfRange(vector, Board.PLAIN, Board.PLAIN + SUMS);
  }

  private static long[] minus(long[] a, long[] b) {
    long[] difference = new long[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static void add(long[] to, long[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  /** What the living have done: with SEM_UNDO and without. */
  private static long[] ofLiving(Collection<Ledger> living) {
    long[] sum = new long[SUMS];
    for (Ledger ledger : living) {
      for (int i = 0; i < ledger.slots().size(); i++) {
        if (Ledger.isShared(i)) {
          long[] done = ledger.slots().get(i).done();
          for (int k = 0; k < SUMS; k++) {
            sum[k] += done[Board.PLAIN + k] + done[Board.UNDO + k];
          }
        }
      }
    }
    return sum;
  }

  // ---- the audit -------------------------------------------------------------------------

  /** Compares all there is with the books, while nobody does anything; answers what is wrong. */
  List<String> audit(Collection<Ledger> living) {
    List<String> wrong = new ArrayList<>();
    int[][] vals = new int[Board.SETS][];
    for (int set = 0; set < Board.SETS; set++) {
      vals[set] = engine.semctl().getAll(board.set(set));
    }
    auditValues(living, vals, wrong);
    for (int set = 0; set < Board.SETS; set++) {
      auditSleepers(living, board.set(set), vals[set], wrong);
    }
    auditFlickers(living, wrong);
    auditAttaches(living, wrong);
    return wrong;
  }

  private void auditValues(Collection<Ledger> living, int[][] vals, List<String> wrong) {
    long[] missing = new long[SUMS];
    long[] ofLiving = ofLiving(living);
    for (int set = 0; set < Board.SETS; set++) {
      for (int sem = 0; sem < Board.SEMS; sem++) {
        int i = Board.place(0, set, sem);
        missing[i] = vals[set][sem] - Board.initial(set, sem) - settled[i] - ofLiving[i];
      }
    }
    if (!explains(missing, 0)) {
      wrong.add(
          "values don't balance: "
              + Arrays.deepToString(vals)
              + ", too much by "
              + Arrays.toString(missing)
              + ", in doubt: "
              + doubts.stream().map(Arrays::toString).toList());
    }
  }

  /**
   * Whether some of the doubts from this one on add up to exactly this. A sum that no further doubt
   * touches must be right already.
   */
  private boolean explains(long[] missing, int first) {
    for (int i = 0; i < SUMS; i++) {
      if (missing[i] != 0 && !isDoubted(i, first)) {
        return false;
      }
    }
    return first == doubts.size()
        || explains(missing, first + 1)
        || explains(minus(missing, doubts.get(first)), first + 1);
  }

  private boolean isDoubted(int sum, int first) {
    for (int k = first; k < doubts.size(); k++) {
      if (doubts.get(k)[sum] != 0) {
        return true;
      }
    }
    return false;
  }

  /** All agree: what was in doubt is settled by what is there. */
  void settle(Collection<Ledger> living) {
    long[] ofLiving = ofLiving(living);
    for (int set = 0; set < Board.SETS; set++) {
      int[] vals = engine.semctl().getAll(board.set(set));
      for (int sem = 0; sem < Board.SEMS; sem++) {
        int i = Board.place(0, set, sem);
        settled[i] = vals[sem] - Board.initial(set, sem) - ofLiving[i];
      }
    }
    doubts.clear();
  }

  /** What the dead have taken for good, or left behind: the semaphores lack so much. */
  long lost(int set, int sem) {
    return -settled[Board.place(0, set, sem)];
  }

  /** The referee has done something without SEM_UNDO. */
  void refereeDid(int set, int sem, long op) {
    settled[Board.place(0, set, sem)] += op;
  }

  private void auditSleepers(Collection<Ledger> living, int semid, int[] vals, List<String> wrong) {
    int sleepers = 0;
    for (Ledger ledger : living) {
      for (Slot slot : ledger.slots()) {
        if (slot.isPending() && slot.semid() == semid) {
          sleepers++;
          auditSleeper(semid, slot.sops(), vals, wrong);
        }
      }
    }
    int counted = 0;
    for (int sem = 0; sem < vals.length; sem++) {
      counted += engine.semctl().get(semid, sem, Ipc.GETNCNT);
      counted += engine.semctl().get(semid, sem, Ipc.GETZCNT);
    }
    if (counted != sleepers) {
      wrong.add("set " + semid + " counts " + counted + " sleepers of " + sleepers);
    }
  }

  /** Nobody sleeps whose operations could be done. */
  private void auditSleeper(int semid, long[] sops, int[] vals, List<String> wrong) {
    int plan =
        planner.plan(
            new SemopPlanner.Values() {
              @Override
              public int semval(int semNum) {
                return vals[semNum];
              }

              @Override
              public int semadj(int semNum) {
                return 0;
              }
            },
            sops,
            sops.length);
    if (plan != SemopPlanner.SLEEP) {
      wrong.add(
          "someone sleeps in set "
              + semid
              + " whose operations could be done: "
              + Arrays.stream(sops).mapToObj(Packed::unpack).toList()
              + " on "
              + Arrays.toString(vals));
    }
  }

  /** Nobody sleeps in a set that was removed, nor for what could be done. */
  private void auditFlickers(Collection<Ledger> living, List<String> wrong) {
    for (Ledger ledger : living) {
      Slot slot = ledger.slot(Ledger.FLICKER);
      if (slot.isPending()) {
        try {
          auditSleeper(slot.semid(), slot.sops(), engine.semctl().getAll(slot.semid()), wrong);
        } catch (IpcException e) {
          wrong.add("someone sleeps in set " + slot.semid() + ": " + e.getMessage());
        }
      }
    }
  }

  private void auditAttaches(Collection<Ledger> living, List<String> wrong) {
    for (int segment = 0; segment < Board.SEGMENTS; segment++) {
      long attached = 0;
      for (Ledger ledger : living) {
        attached += ledger.slot(Ledger.SEGMENTS).done()[Board.ATTACHES + segment];
      }
      long nattch = engine.shm().stat(board.segment(segment)).shmNattch();
      if (nattch != attached) {
        wrong.add("segment " + segment + " has nattch " + nattch + ", must be " + attached);
      }
    }
  }
}
