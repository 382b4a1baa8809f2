package io.sysv4j;

/**
 * One operation on one semaphore of a set: {@code struct sembuf}.
 *
 * @param semNum the semaphore's number, 0..65535 (beyond the set: EFBIG when it is used)
 * @param semOp what to add, -32768..32767; 0 waits until the value is zero
 * @param semFlg {@link Ipc#SEM_UNDO}, {@link Ipc#IPC_NOWAIT}, or both; other bits are ignored
 */
public record Sembuf(int semNum, int semOp, int semFlg) {
  /** Checks that each number fits the C structure's field. */
  public Sembuf {
    if ((semNum & ~0xffff) != 0) {
      throw new IllegalArgumentException("sem_num " + semNum + " is outside 0..65535");
    }
    if (semOp != (short) semOp) {
      throw new IllegalArgumentException("sem_op " + semOp + " is outside -32768..32767");
    }
    if ((semFlg & ~0xffff) != 0 && semFlg != (short) semFlg) {
      throw new IllegalArgumentException("sem_flg " + semFlg + " does not fit 16 bits");
    }
  }

  /** An operation without flags. */
  public static Sembuf of(int semNum, int semOp) {
    return new Sembuf(semNum, semOp, 0);
  }

  /** An operation that is undone when this process ends. */
  public static Sembuf undo(int semNum, int semOp) {
    return new Sembuf(semNum, semOp, Ipc.SEM_UNDO);
  }
}
