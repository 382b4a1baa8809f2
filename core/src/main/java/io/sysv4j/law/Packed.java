package io.sysv4j.law;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;

/** A {@code struct sembuf} as one long: {@code sem_num (16) | sem_op (16) | sem_flg (16)}. */
public final class Packed {
  private Packed() {}

  /** Packs the three fields; each is cut to 16 bits, as in C. */
  public static long pack(int semNum, int semOp, int semFlg) {
    return (semNum & 0xffffL) | (semOp & 0xffffL) << 16 | (semFlg & 0xffffL) << 32;
  }

  /** Packs an operation. */
  public static long pack(Sembuf sop) {
    return pack(sop.semNum(), sop.semOp(), sop.semFlg());
  }

  /** The semaphore's number, 0..65535. */
  public static int semNum(long sop) {
    return (int) sop & 0xffff;
  }

  /** What is added, -32768..32767. */
  public static int semOp(long sop) {
    return (short) (sop >> 16);
  }

  /** Whether it carries SEM_UNDO. */
  public static boolean isUndo(long sop) {
    return (sop & (long) Ipc.SEM_UNDO << 32) != 0;
  }

  /** Whether it carries IPC_NOWAIT. */
  public static boolean isNowait(long sop) {
    return (sop & (long) Ipc.IPC_NOWAIT << 32) != 0;
  }

  /** The same with IPC_NOWAIT. */
  public static long nowait(long sop) {
    return sop | (long) Ipc.IPC_NOWAIT << 32;
  }

  /** The operation. */
  public static Sembuf unpack(long sop) {
    return new Sembuf(semNum(sop), semOp(sop), (int) (sop >>> 32) & 0xffff);
  }
}
