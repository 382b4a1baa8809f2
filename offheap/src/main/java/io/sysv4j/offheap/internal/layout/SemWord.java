package io.sysv4j.offheap.internal.layout;

/**
 * A semaphore in one 64-bit word: {@code … | UNDO (1) | GATED (1) | pid (22) | value (16)}.
 *
 * <ul>
 *   <li>GATED: only the owner of the set's gate may change it, since a sleeper or an undo depends
 *       on it, or it belongs to arrays. While it is off, anyone may, by compare-and-swap.
 *   <li>UNDO: some participant has an adjustment of it, so its value depends on who lives.
 * </ul>
 */
public final class SemWord {
  private static final int PID_SHIFT = 16;
  private static final long PID_MASK = (1L << 22) - 1;

  /** Only the gate's owner may change it. */
  public static final long GATED = 1L << 38;

  /** Someone has an adjustment of it. */
  public static final long UNDO = 1L << 39;

  private SemWord() {}

  /** The value, 0..65535 (more than SEMVMX only in a damaged file). */
  public static int value(long word) {
    return (int) word & 0xffff;
  }

  /** Whether an operation would have to wait: too few units, or a wait for zero that isn't. */
  public static boolean blocks(long word, int semOp) {
    int val = value(word);
    return semOp == 0 ? val != 0 : val + semOp < 0;
  }

  /** The process of the last operation. */
  public static int pid(long word) {
    return (int) (word >>> PID_SHIFT & PID_MASK);
  }

  /** Bits that mark a word of this process. */
  public static long pidBits(int pid) {
    return (pid & PID_MASK) << PID_SHIFT;
  }

  /** A word. */
  public static long word(int value, long pidBits, long flags) {
    return value & 0xffffL | pidBits | flags;
  }

  /** The two flags. */
  public static long flags(long word) {
    return word & (GATED | UNDO);
  }

  static long fingerprint() {
    return Fingerprint.of(PID_SHIFT, PID_MASK, GATED, UNDO);
  }
}
