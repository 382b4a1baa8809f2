package io.sysv4j.offheap.internal.layout;

/**
 * One identifier: the slot of a set or a segment, 128 bytes.
 *
 * <pre>
 *    0  word      8   version (32) | seq (16) | … | live (1)
 *    8  key       4
 *   12  next      4   in the chain of its key's bucket, index + 1     (derived)
 *   16  uid 4, gid 4, cuid 4, cgid 4
 *   32  mode      4   nine bits; segments: SHM_DEST, SHM_LOCKED
 *   36  touched   4   sets: someone may have left undo or sleepers in the set
 *   40  ctime     8
 *   48  size      8   sets: nsems        segments: segsz
 *   56  atime     8   segments
 *   64  dtime     8
 *   72  cpid      4
 *   76  lpid      4
 * </pre>
 */
public final class SlotLayout {
  /** How many bytes it takes. */
  public static final int LENGTH = 128;

  /**
   * Version, seq and liveness in one word: unchanged means the object is the same, and so is its
   * mode.
   */
  public static final int WORD = 0;

  /** The key. */
  public static final int KEY = 8;

  /** The next slot of the same bucket. */
  public static final int NEXT = 12;

  /** uid and gid. */
  public static final int OWNER = 16;

  /** cuid and cgid. */
  public static final int CREATOR = 24;

  /** Permission bits. */
  public static final int MODE = 32;

  /** Whether a dead participant may have left something in the set. */
  public static final int TOUCHED = 36;

  /** Last change, seconds. */
  public static final int CTIME = 40;

  /** nsems or segsz. */
  public static final int SIZE = 48;

  /** Last attach, seconds. */
  public static final int ATIME = 56;

  /** Last detach, seconds. */
  public static final int DTIME = 64;

  /** The creator's pid. */
  public static final int CPID = 72;

  /** The pid of the last attach or detach. */
  public static final int LPID = 76;

  private static final long LIVE = 1;

  private SlotLayout() {}

  /** The word of a live object. */
  public static long live(int version, int seq) {
    return (version & 0xffffffffL) << 32 | (seq & 0xffffL) << 16 | LIVE;
  }

  /** The word of a slot whose object is gone. */
  public static long free(long word) {
    return word & ~LIVE;
  }

  /** Whether the slot has an object. */
  public static boolean isLive(long word) {
    return (word & LIVE) != 0;
  }

  /** The sequence number in the word. */
  public static int seq(long word) {
    return (int) (word >>> 16) & 0xffff;
  }

  /** The version in the word. */
  public static int version(long word) {
    return (int) (word >>> 32);
  }

  /** Two 32-bit halves as one number: the second (gid) above the first (uid). */
  public static long pair(int low, int high) {
    return low & 0xffffffffL | (long) high << 32;
  }
}
