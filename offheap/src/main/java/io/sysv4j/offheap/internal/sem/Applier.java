package io.sysv4j.offheap.internal.sem;

import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;

/**
 * Changes a set: plans operations, and carries a plan out in one step that happens wholly or not at
 * all. For the gate's owner only, on words that are gated.
 */
final class Applier implements SemopPlanner.Values {
  /** How many plain operations find a word gated that nothing else needs to be. */
  private static final int CALM = 32;

  private final SetState set;
  private Workspace work;
  private SemopPlanner planner;
  private long[] words;
  private int row = -1;
  private long adjustments;
  private long flags;
  private int seen;

  Applier(SetState set) {
    this.set = set;
    use(new Workspace(4));
  }

  /** The room for planning. */
  Workspace workspace() {
    return work;
  }

  /** Takes another, larger one. */
  void use(Workspace larger) {
    work = larger;
    planner = larger.planner;
    words = larger.words;
  }

  /** The plan made last. */
  SemopPlanner plan() {
    return planner;
  }

  /**
   * Plans operations of a participant that has this undo row (-1 = none). Every word that the plan
   * rests on is gated from then on.
   */
  int plan(long[] sops, int nsops, int undoRow) {
    if (row != undoRow) {
      adjustments = undoRow < 0 ? 0 : set.rows.adjOffset(undoRow, 0);
      row = undoRow;
    }
    flags = 0;
    seen = 0;
    return planner.plan(this, sops, nsops);
  }

  /** Whether anyone has an adjustment of a semaphore that the plan rests on. */
  boolean meetsUndo() {
    return (flags & SemWord.UNDO) != 0;
  }

  @Override
  public int semval(int semNum) {
    long word = set.gated(semNum);
    words[seen++] = word;
    flags |= word;
    return SemWord.value(word);
  }

  @Override
  public int semadj(int semNum) {
    return row < 0 ? 0 : set.memory.getInt(adjOffset(semNum));
  }

  private long adjOffset(int semNum) {
    return adjustments + (long) Integer.BYTES * semNum;
  }

  /** Carries out the plan for the caller itself. */
  void apply(long pidBits) {
    if (planner.touched() == 1 && !planner.hasUndo(0)) {
      long word = SemWord.word(planner.semval(0), pidBits, SemWord.flags(words[0]));
      set.memory.putLong(set.wordOffset(planner.semNum(0)), word);
    } else {
      set.journal.begin();
      journalPlan(pidBits);
      set.journal.commit();
      storePlan();
      set.journal.forget();
    }
  }

  /** What the journal would store, from where the plan was made. */
  private void storePlan() {
    for (int i = 0; i < planner.touched(); i++) {
      int semNum = planner.semNum(i);
      if (planner.hasUndo(i)) {
        set.memory.putInt(adjOffset(semNum), planner.semadj(i));
      }
      set.memory.putLong(set.wordOffset(semNum), words[i]);
    }
  }

  /** Carries out the plan for a claimed sleeper, which is DONE by the same step. */
  void applyFor(int ref, long pidBits) {
    set.journal.begin();
    journalPlan(pidBits);
    int status = set.sleepers.status(ref);
    set.journal.finish(
        set.sleepers.statusOffset(ref), SleeperStatus.with(status, SleeperStatus.DONE, 0));
    set.journal.commit();
    set.journal.carryOut();
  }

  /** From then on, {@code words} holds what the words will be. */
  private void journalPlan(long pidBits) {
    for (int i = 0; i < planner.touched(); i++) {
      int semNum = planner.semNum(i);
      long flags = SemWord.flags(words[i]);
      if (planner.hasUndo(i)) {
        int old = set.memory.getInt(adjOffset(semNum));
        int adj = planner.semadj(i);
        if (old != adj) {
          set.journal.putInt(adjOffset(semNum), adj);
          flags = flagsWithHolders(semNum, flags, (adj != 0 ? 1 : 0) - (old != 0 ? 1 : 0));
        }
      }
      words[i] = SemWord.word(planner.semval(i), pidBits, flags);
      set.journal.putLong(set.wordOffset(semNum), words[i]);
    }
  }

  /** One participant more, less or as many have an adjustment of the semaphore. */
  private long flagsWithHolders(int semNum, long flags, int more) {
    if (more == 0) {
      return flags;
    }
    int holders = set.rows.holders(semNum) + more;
    set.rows.setHolders(semNum, holders);
    return holders > 0 ? flags | SemWord.UNDO : flags & ~SemWord.UNDO;
  }

  /** SETVAL: the value, and nobody's adjustment of it any more. */
  void setVal(int semNum, int val) {
    set.gated(semNum);
    set.rows.setHolders(semNum, 0);
    set.journal.begin();
    set.journal.putLong(set.wordOffset(semNum), fresh(val));
    set.journal.wide(JournalLayout.CLEAR_COLUMN, semNum);
    set.journal.commit();
    set.journal.carryOut();
  }

  /** SETALL: all values, and no adjustments any more. */
  void setAll(int[] vals) {
    set.gateAll();
    set.journal.begin();
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      set.rows.setHolders(semNum, 0);
      set.journal.putLong(set.wordOffset(semNum), fresh(vals[semNum]));
    }
    set.journal.wide(JournalLayout.CLEAR_ALL, 0);
    set.journal.commit();
    set.journal.carryOut();
  }

  private long fresh(int val) {
    return SemWord.word(val, set.pidBits, SemWord.GATED);
  }

  /** A participant ends: each value gets its adjustment, within its range. */
  void undo(int undoRow) {
    long pidBits = SemWord.pidBits(set.rows.pid(undoRow));
    set.journal.begin();
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      int adj = set.rows.adj(undoRow, semNum);
      if (adj != 0) {
        long word = set.gated(semNum);
        int val = Math.max(0, Math.min(io.sysv4j.Ipc.SEMVMX, SemWord.value(word) + adj));
        long flags = flagsWithHolders(semNum, SemWord.flags(word), -1);
        set.journal.putLong(set.wordOffset(semNum), SemWord.word(val, pidBits, flags));
      }
    }
    set.journal.zero(set.rows.adjOffset(undoRow, 0), set.rows.adjLength());
    set.journal.commit();
    set.journal.carryOut();
    set.rows.release(undoRow);
  }

  /**
   * After a plain operation under the gate: after a while the fast path gets the word back, until
   * something needs the gate again.
   */
  void relax(int semNum) {
    long calmOffset = set.wordOffset(semNum) + SetLayout.SEM_CALM;
    int calm = set.memory.getInt(calmOffset) + 1;
    if (calm < CALM) {
      set.memory.putInt(calmOffset, calm);
    } else if (set.queues.isIdle(semNum)) {
      set.memory.putInt(calmOffset, 0);
      long word = set.word(semNum);
      if ((word & SemWord.UNDO) == 0) {
        set.memory.putLong(set.wordOffset(semNum), word & ~SemWord.GATED);
      }
    }
  }
}
