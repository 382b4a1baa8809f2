package io.sysv4j.conformance.torture;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Conservation. Of each semaphore that all share
 *
 * <pre>
 *   value = initial + all that the dead, the living and the referee did without SEM_UNDO
 *                   + all that the living did with it
 * </pre>
 *
 * since what the dead did with SEM_UNDO has been undone, once. What a dead worker was just doing
 * may have happened or not, and so may what a living worker was doing when an error struck: one
 * choice for each of these must make the books balance. The files must besides say the same of what
 * each living worker did with SEM_UNDO, and has attached.
 */
final class Books {
  private static final int SUMS = Board.SETS * Board.SEMS;

  /** What of a vector is its worker's alone: what it did with SEM_UNDO, and its attaches. */
  private static final int OWN = SUMS + Board.SEGMENTS;

  private final Engine engine;
  private final Board board;

  /** What the referee and the dead did without SEM_UNDO. */
  private final long[] settled = new long[SUMS];

  /** What the dead may have done besides. */
  private final List<long[]> doubts = new ArrayList<>();

  private final SemopPlanner planner = new SemopPlanner();
  private final Holdings holdings;
  private int decided;

  Books(Engine engine, Board board) {
    this.engine = engine;
    this.board = board;
    this.holdings = new Holdings(board, engine.path(), engine.limits());
  }

  /** A worker has died. */
  void bury(Ledger dead) {
    for (int i = 0; i < dead.slots().size(); i++) {
      if (Ledger.isShared(i)) {
        long[] done = plain(dead.slots().get(i).done());
        long[] doubt = Balance.minus(plain(dead.slots().get(i).maybe()), done);
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
  List<String> audit(List<Ledger> living) {
    List<String> wrong = new ArrayList<>();
    int[][] vals = values();
    auditBalance(living, vals, wrong);
    for (int set = 0; set < Board.SETS; set++) {
      auditSleepers(living, board.set(set), vals[set], wrong);
    }
    auditFlickers(living, wrong);
    auditAttaches(living, wrong);
    return wrong;
  }

  private int[][] values() {
    int[][] vals = new int[Board.SETS][];
    for (int set = 0; set < Board.SETS; set++) {
      vals[set] = engine.semctl().getAll(board.set(set));
    }
    return vals;
  }

  /**
   * Values must be what all have done. What a living worker did with SEM_UNDO, and how often it has
   * what attached, must besides be what the files say of it.
   */
  private Balance balance(List<Ledger> living, int[][] vals, Map<Slot, Integer> numbers) {
    long[] missing = new long[SUMS + living.size() * OWN];
    long[] ofLiving = ofLiving(living);
    for (int set = 0; set < Board.SETS; set++) {
      for (int sem = 0; sem < Board.SEMS; sem++) {
        int i = Board.place(0, set, sem);
        missing[i] = vals[set][sem] - Board.initial(set, sem) - settled[i] - ofLiving[i];
      }
    }
    for (int k = 0; k < living.size(); k++) {
      own(holdings.of(living.get(k).participant()), missing, k, 1);
      for (Slot slot : shared(living.get(k))) {
        own(slot.done(), missing, k, -1);
      }
    }
    Balance balance = new Balance(missing);
    doubts.forEach(doubt -> balance.doubt(Arrays.copyOf(doubt, missing.length)));
    for (int k = 0; k < living.size(); k++) {
      for (Slot slot : shared(living.get(k))) {
        if (slot.isInDoubt()) {
          numbers.put(slot, balance.doubt(doubt(slot, k, missing.length)));
        }
      }
    }
    return balance;
  }

  /** What a living worker's slot may have done besides. */
  private static long[] doubt(Slot slot, int worker, int length) {
    long[] difference = Balance.minus(slot.maybe(), slot.done());
    long[] doubt = new long[length];
    for (int i = 0; i < SUMS; i++) {
      doubt[i] = difference[Board.PLAIN + i] + difference[Board.UNDO + i];
    }
    own(difference, doubt, worker, 1);
    return doubt;
  }

  /** Adds what is of one worker alone in a slot's vector: behind the values, worker by worker. */
  private static void own(long[] vector, long[] sums, int worker, int sign) {
    for (int i = 0; i < OWN; i++) {
      sums[SUMS + worker * OWN + i] += sign * vector[Board.UNDO + i];
    }
  }

  private static List<Slot> shared(Ledger ledger) {
    List<Slot> shared = new ArrayList<>(ledger.slots());
    shared.remove(Ledger.SOLO);
    return shared;
  }

  private void auditBalance(List<Ledger> living, int[][] vals, List<String> wrong) {
    Balance balance = balance(living, vals, new HashMap<>());
    if (!balance.comesOut()) {
      wrong.add("values don't balance: " + Arrays.deepToString(vals) + ", " + balance);
    }
  }

  /**
   * All agree: what was in doubt is settled by what is there. Of several ways to settle it any is
   * good: what they differ in nobody can ever see.
   */
  void settle(List<Ledger> living) {
    int[][] vals = values();
    Map<Slot, Integer> numbers = new HashMap<>();
    Balance balance = balance(living, vals, numbers);
    if (!balance.comesOut()) {
      throw new Violation("what balanced does not any more: " + balance);
    }
    numbers.forEach((slot, number) -> slot.decide(balance.hasHappened(number)));
    decided += numbers.size();
    long[] ofLiving = ofLiving(living);
    for (int set = 0; set < Board.SETS; set++) {
      for (int sem = 0; sem < Board.SEMS; sem++) {
        int i = Board.place(0, set, sem);
        settled[i] = vals[set][sem] - Board.initial(set, sem) - ofLiving[i];
      }
    }
    doubts.clear();
  }

  /** How many operations of the living were in doubt, and have been decided. */
  int decided() {
    return decided;
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

  private void auditAttaches(List<Ledger> living, List<String> wrong) {
    long[] attached = new long[Slot.VECTOR];
    living.forEach(ledger -> add(attached, holdings.of(ledger.participant())));
    for (int segment = 0; segment < Board.SEGMENTS; segment++) {
      long nattch = engine.shm().stat(board.segment(segment)).shmNattch();
      long recorded = attached[Board.ATTACHES + segment];
      if (nattch != recorded) {
        wrong.add("segment " + segment + " has nattch " + nattch + ", must be " + recorded);
      }
    }
  }
}
