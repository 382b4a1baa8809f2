package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Ipc;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.memory.CorruptFileException;

/**
 * The other participants of a set, on whose life an answer may depend: a dead one's adjustments
 * must have been applied before it. For the gate's owner only, but for {@link #settledWord}, {@link
 * #surelyBlock} and {@link #areThere}.
 */
final class Others {
  private final SetState set;
  private final Applier applier;
  private final HandOver handOver;
  private final Recovery recovery;

  Others(SetState set, Applier applier, HandOver handOver, Recovery recovery) {
    this.set = set;
    this.applier = applier;
    this.handOver = handOver;
    this.recovery = recovery;
  }

  /**
   * A semaphore's word as a caller may be told it: not from the midst of a passage through the
   * gate, and dependent on nobody's life.
   *
   * @return the word, or -1 if that takes the gate
   */
  long settledWord(int semNum) {
    long word = set.word(semNum);
    if ((word & SemWord.GATED) == 0) {
      return word;
    }
    long passages = set.gate.passages();
    word = set.word(semNum);
    boolean depends = (word & SemWord.UNDO) != 0 || !set.queues.isEmpty() && areThere();
    return !depends && passages >= 0 && set.gate.isStill(passages) ? word : -1;
  }

  /** Whether an operation can surely not be done now; asked without the gate. */
  boolean surelyBlock(int semNum, int semOp) {
    try {
      long word = settledWord(semNum);
      return word >= 0 && SemWord.blocks(word, semOp);
    } catch (CorruptFileException e) {
      return false; // whoever takes the gate then is told
    }
  }

  /** Whether anyone else has an undo row here. */
  boolean areThere() {
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      long owner = set.rows.owner(other);
      if (owner != 0 && owner != set.me.id()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the answer could be another one if a participant with an adjustment were dead. The
   * plain case, a unit taken or given while others hold some and nobody sleeps, is not: it is done
   * either way. A sleeper may have been first in line for what the dead one gives back.
   */
  boolean matter(Sops sops, int outcome, int row) {
    boolean matters = !set.queues.isEmpty();
    for (int i = 0; i < sops.count() && !matters && applier.meetsUndo(); i++) {
      int semNum = sops.num(i);
      if ((set.word(semNum) & SemWord.UNDO) != 0 && isHeld(semNum)) {
        matters = outcome != SemopPlanner.APPLY || adjMatters(semNum, sops.op(i), row);
      }
    }
    return matters;
  }

  private boolean isHeld(int semNum) {
    int own = applier.semadj(semNum) != 0 ? 1 : 0; // as planned with our row
    return set.rows.holders(semNum) > own;
  }

  private boolean adjMatters(int semNum, int semOp, int row) {
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      int adj = other == row ? 0 : set.rows.adj(other, semNum);
      if (adj != 0 && (semOp == 0 || adj < 0 || semOp > 0 && isHigh(semNum, semOp + adj))) {
        return true;
      }
    }
    return false;
  }

  private boolean isHigh(int semNum, int more) {
    return set.semval(semNum) + more > Ipc.SEMVMX;
  }

  /**
   * Ends those dead who have an adjustment of a named semaphore, or of any if someone sleeps;
   * answers whether there were any.
   */
  boolean settleHolders(Sops sops, int row) {
    boolean found = false;
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      long owner = set.rows.owner(other);
      if (owner != 0 && other != row && holdsAny(other, sops) && !set.isAlive(owner)) {
        handOver.dead().add(owner);
        found = true;
      }
    }
    recovery.settleFound();
    return found;
  }

  private boolean holdsAny(int other, Sops sops) {
    if (!set.queues.isEmpty()) {
      return !set.rows.isZero(other);
    }
    for (int i = 0; i < sops.count(); i++) {
      if (set.rows.adj(other, sops.num(i)) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends all participants that left something here and live no more; answers how many. Who has
   * sleepers here isn't looked up, as there may be very many: while any sleep, everyone who has the
   * namespace open is asked.
   */
  int settleDead() {
    boolean anyDied = hasDeadRow() || !set.queues.isEmpty() && set.hasDeadParticipant();
    return anyDied ? recovery.settleDead() : 0;
  }

  private boolean hasDeadRow() {
    for (int row = set.rows.capacity() - 1; row >= 0; row--) {
      long owner = set.rows.owner(row);
      if (owner != 0 && !set.isAlive(owner)) {
        return true;
      }
    }
    return false;
  }
}
