package io.sysv4j.law;

import io.sysv4j.Ipc;

/**
 * Which identifier the next object gets: {@code seq * 32768 + index}. The index runs cyclically
 * through a window that grows with the number of objects; the sequence number grows each time the
 * index does not. So identifiers grow, and none comes back soon.
 *
 * <p>Immutable; a provider stores the three numbers.
 *
 * @param nextIndex where the search for a free index starts
 * @param lastIndex the index given last, -1 = none
 * @param seq the sequence number given last
 */
public record IdSequence(int nextIndex, int lastIndex, int seq) {
  /** Before the first object. */
  public static final IdSequence START = new IdSequence(0, -1, 0);

  private static final int SMALLEST_WINDOW = 64;
  private static final int SEQ_END = Integer.MAX_VALUE >> 15;

  /** Which indices are taken. */
  @FunctionalInterface
  public interface Taken {
    /** Whether an object has this index. */
    boolean test(int index);
  }

  /**
   * The state after one more object; its {@link #id()} is that object's.
   *
   * @param inUse how many objects exist
   * @param limit SEMMNI or SHMMNI
   * @param taken which indices they have
   * @return null if the window has no free index
   */
  public IdSequence next(int inUse, int limit, Taken taken) {
    int index = nextIndex(nextIndex, inUse, limit, taken);
    return index < 0 ? null : new IdSequence(index + 1, index, nextSeq(lastIndex, seq, index));
  }

  /**
   * The index of the next object, -1 if the window has no free one. This and {@link #nextSeq} are
   * {@link #next} without an object, for a provider that must not allocate.
   *
   * @param from where the search starts
   */
  public static int nextIndex(int from, int inUse, int limit, Taken taken) {
    int window = Math.min(Math.max(inUse * 3 / 2, SMALLEST_WINDOW), limit);
    int index = free(from, window, taken);
    return index >= 0 ? index : free(0, Math.min(from, window), taken);
  }

  /** The sequence number of the object that gets an index after another had the last one. */
  public static int nextSeq(int lastIndex, int lastSeq, int index) {
    return index > lastIndex ? lastSeq : lastSeq + 1 >= SEQ_END ? 0 : lastSeq + 1;
  }

  private static int free(int from, int to, Taken taken) {
    for (int i = from; i < to; i++) {
      if (!taken.test(i)) {
        return i;
      }
    }
    return -1;
  }

  /** The identifier of the object given last. */
  public int id() {
    return id(lastIndex, seq);
  }

  /** The identifier with an index and a sequence number. */
  public static int id(int index, int seq) {
    return seq * Ipc.IPCMNI + index;
  }

  /** The index in an identifier. */
  public static int index(int id) {
    return id & Ipc.IPCMNI - 1;
  }

  /** The sequence number in an identifier. */
  public static int seq(int id) {
    return id >>> 15;
  }
}
