package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;

/** The operations of one call, and what they have in common. A thread uses the same again. */
public final class Sops {
  private long[] packed = new long[16];
  private int count;
  private int highest;
  private long all;

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
    int max = 0;
    long union = 0;
    for (int i = 0; i < sops.length; i++) {
      Sembuf sop = sops[i];
      if (sop == null) {
        return false;
      }
      long one = Packed.pack(sop);
      packed[i] = one;
      union |= one;
      max = Math.max(max, Packed.semNum(one));
    }
    highest = max;
    all = union;
    return true;
  }

  /** Takes one operation. */
  public Sops take(long sop) {
    packed[0] = sop;
    count = 1;
    highest = Packed.semNum(sop);
    all = sop;
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
    return Packed.semOp(all) != 0;
  }

  /** Whether any has IPC_NOWAIT. */
  public boolean hasNowait() {
    return Packed.isNowait(all);
  }

  /** Whether any has SEM_UNDO. */
  public boolean hasUndo() {
    return Packed.isUndo(all);
  }
}
