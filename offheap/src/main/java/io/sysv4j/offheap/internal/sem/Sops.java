package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;

/** The operations of one call, and what they have in common. A thread uses the same again. */
public final class Sops {
  private long[] packed = new long[16];
  private int count;
  private int highest;
  private boolean alters;
  private boolean hasUndo;
  private boolean hasNowait;

  /**
   * Copies an array, as others may change it meanwhile.
   *
   * @return false if an operation is null
   */
  public boolean take(Sembuf[] sops) {
    if (packed.length < sops.length) {
      packed = new long[sops.length];
    }
    count = sops.length;
    long all = 0;
    highest = 0;
    for (int i = 0; i < sops.length; i++) {
      Sembuf sop = sops[i];
      if (sop == null) {
        return false;
      }
      long one = Packed.pack(sop);
      packed[i] = one;
      all |= one;
      highest = Math.max(highest, Packed.semNum(one));
    }
    alters = Packed.semOp(all) != 0;
    hasUndo = Packed.isUndo(all);
    hasNowait = Packed.isNowait(all);
    return true;
  }

  /** Takes one operation. */
  public Sops take(long sop) {
    packed[0] = sop;
    count = 1;
    highest = Packed.semNum(sop);
    alters = Packed.semOp(sop) != 0;
    hasUndo = Packed.isUndo(sop);
    hasNowait = Packed.isNowait(sop);
    return this;
  }

  /** The operations, packed: the first {@link #count} of these. */
  long[] packed() {
    return packed;
  }

  /** How many. */
  public int count() {
    return count;
  }

  /** The i-th sem_num. */
  int num(int i) {
    return Packed.semNum(packed[i]);
  }

  /** The i-th sem_op. */
  public int op(int i) {
    return Packed.semOp(packed[i]);
  }

  /** The highest sem_num. */
  public int highest() {
    return highest;
  }

  /** Whether any is not a wait for zero. */
  public boolean alters() {
    return alters;
  }

  /** Whether any has IPC_NOWAIT. */
  public boolean hasNowait() {
    return hasNowait;
  }

  /** Whether any has SEM_UNDO. */
  public boolean hasUndo() {
    return hasUndo;
  }
}
