package io.sysv4j.kernel.internal;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import java.time.Duration;

/**
 * The arguments of one semtimedop in a {@link Scratch}: {@code timespec 0, sembuf[] 16}. Writes
 * allocate nothing.
 */
final class SembufArray {
  private static final int TIMESPEC = 0;
  private static final int SOPS = Structs.TIMESPEC_SIZE;

  private SembufArray() {}

  /** Memory for so many operations. */
  static Scratch take(Sembuf[] sops) {
    return Scratch.take(SOPS + (long) Structs.SEMBUF_SIZE * length(sops));
  }

  /** What C passes as nsops; an array that is null itself counts as one operation. */
  static int length(Sembuf[] sops) {
    return sops == null ? 1 : sops.length;
  }

  /**
   * Writes the operations.
   *
   * @param flags added to those of each operation
   * @return the address for the kernel: 0, which it can't read, if an operation is null
   */
  static long put(Scratch to, Sembuf[] sops, int flags) {
    if (sops == null) {
      return 0;
    }
    for (int i = 0; i < sops.length; i++) {
      Sembuf sop = sops[i];
      if (sop == null) {
        return 0;
      }
      int at = SOPS + i * Structs.SEMBUF_SIZE;
      Structs.putSembuf(to.bytes, at, sop.semNum(), sop.semOp(), sop.semFlg() | flags);
    }
    return to.address + SOPS;
  }

  /** Writes the only operation, each number cut to 16 bits as in C. */
  static long put(Scratch to, int semNum, int semOp, int semFlg) {
    Structs.putSembuf(to.bytes, SOPS, semNum, semOp, semFlg);
    return to.address + SOPS;
  }

  /**
   * Writes the time-out.
   *
   * @return the address for the kernel: 0 if there is no time-out
   */
  static long put(Scratch to, Duration timeout) {
    if (timeout == null) {
      return 0;
    }
    Structs.putTimespec(to.bytes, TIMESPEC, timeout.getSeconds(), timeout.getNano());
    return timespec(to);
  }

  /** The address of the time-out. */
  static long timespec(Scratch scratch) {
    return scratch.address + TIMESPEC;
  }

  /** Whether an operation is without IPC_NOWAIT. */
  static boolean maySleep(Sembuf[] sops) {
    for (Sembuf sop : sops) {
      if ((sop.semFlg() & Ipc.IPC_NOWAIT) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the call may sleep at all. */
  static boolean maySleep(Sembuf[] sops, Duration timeout) {
    return (timeout == null || !timeout.isZero()) && maySleep(sops);
  }

  /** One operation as an array, for slow paths and messages. */
  static Sembuf[] of(int semNum, int semOp, int semFlg) {
    return new Sembuf[] {Packed.unpack(Packed.pack(semNum, semOp, semFlg))};
  }
}
