package io.sysv4j.law;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;

/**
 * Decides what an array of operations does: apply, sleep on one of them, or refuse. Pure: it reads
 * the values and changes nothing but its own outcome.
 *
 * <p>The operations are tried in order against running values, so that the k-th sees what the
 * earlier ones did to the same semaphore. The first that is not possible decides for all:
 *
 * <pre>
 *   zero-test on a value that isn't 0, or value + op &lt; 0   →  sleep here (IPC_NOWAIT: EAGAIN)
 *   value + op &gt; SEMVMX, or (with SEM_UNDO) semadj out of range  →  ERANGE
 * </pre>
 *
 * <p>Reusable, so that planning allocates nothing; not thread-safe. After {@link #APPLY} the
 * touched semaphores, each once, are at {@code 0..touched() - 1}.
 */
public final class SemopPlanner {
  /** The array can be done now. */
  public static final int APPLY = 0;

  /** The array must wait; {@link #blockingOp} says for which operation. */
  public static final int SLEEP = 1;

  /** The set that is planned on. */
  public interface Values {
    /** The value of a semaphore. */
    int semval(int semNum);

    /** The caller's undo adjustment of a semaphore. */
    int semadj(int semNum);
  }

  private int[] semNum = new int[4];
  private int[] semval = new int[4];
  private int[] semadj = new int[4];
  private boolean[] undo = new boolean[4];
  private int touched;
  private int highest;
  private int blockingOp;

  /**
   * Plans an array.
   *
   * @param set what the array meets
   * @param sops packed operations, see {@link Packed}
   * @param nsops how many
   * @return {@link #APPLY}, {@link #SLEEP}, or the negative number of EAGAIN or ERANGE
   */
  public int plan(Values set, long[] sops, int nsops) {
    touched = 0;
    highest = -1;
    reserve(nsops);
    for (int k = 0; k < nsops; k++) {
      long sop = sops[k];
      int op = Packed.semOp(sop);
      int i = touch(set, Packed.semNum(sop));
      int value = semval[i] + op;
      if (op == 0 ? value != 0 : value < 0) {
        blockingOp = k;
        return Packed.isNowait(sop) ? -Errno.EAGAIN.number() : SLEEP;
      }
      if (value > Ipc.SEMVMX) {
        return -Errno.ERANGE.number();
      }
      if (Packed.isUndo(sop)) {
        if (!undo[i]) {
          undo[i] = true;
          semadj[i] = set.semadj(semNum[i]);
        }
        int adj = semadj[i] - op;
        if (adj < -Ipc.SEMAEM - 1 || adj > Ipc.SEMAEM) {
          return -Errno.ERANGE.number();
        }
        semadj[i] = adj;
      }
      semval[i] = value;
    }
    return APPLY;
  }

  /** The place of a semaphore among the touched ones; a new one starts from the set's value. */
  private int touch(Values set, int num) {
    for (int i = num > highest ? -1 : touched - 1; i >= 0; i--) {
      if (semNum[i] == num) {
        return i;
      }
    }
    highest = Math.max(highest, num);
    int i = touched++;
    semNum[i] = num;
    semval[i] = set.semval(num);
    undo[i] = false;
    return i;
  }

  /** Makes room for arrays of this length, so that planning one allocates nothing. */
  public void reserve(int nsops) {
    if (semNum.length < nsops) {
      grow(nsops);
    }
  }

  private void grow(int nsops) {
    int size = Math.max(nsops, semNum.length * 2);
    semNum = new int[size];
    semval = new int[size];
    semadj = new int[size];
    undo = new boolean[size];
  }

  /** How many different semaphores the array names. */
  public int touched() {
    return touched;
  }

  /** The number of the i-th touched semaphore. */
  public int semNum(int i) {
    return semNum[i];
  }

  /** The new value of the i-th touched semaphore. */
  public int semval(int i) {
    return semval[i];
  }

  /** Whether the array changes the caller's adjustment of the i-th touched semaphore. */
  public boolean hasUndo(int i) {
    return undo[i];
  }

  /** The caller's new adjustment of the i-th touched semaphore, if {@link #hasUndo}. */
  public int semadj(int i) {
    return semadj[i];
  }

  /** After {@link #SLEEP} or EAGAIN: the index in the array of the operation that can't proceed. */
  public int blockingOp() {
    return blockingOp;
  }
}
