package io.sysv4j.offheap.internal.layout;

/**
 * A redo journal: stores that must all happen or none.
 *
 * <pre>
 *    0  commit    8   number of entries to carry out; 0 = none
 *    8  (8)
 *   16  entries  16   each: target (offset &lt;&lt; 8 | operation) 8, value 8
 * </pre>
 */
public final class JournalLayout {
  /** How many entries are committed. */
  public static final int COMMIT = 0;

  /** The first entry. */
  public static final int ENTRIES = 16;

  /** How many bytes an entry takes. */
  public static final int ENTRY = 16;

  /** Operation: store 64 bits. */
  public static final int PUT_LONG = 8;

  /** Operation: store 32 bits. */
  public static final int PUT_INT = 4;

  /** Operation: make a claimed sleeper DONE: the value is its status word. */
  public static final int FINISH = 5;

  /** Operation: store zeros; the value is how many bytes. */
  public static final int ZERO = 1;

  /** Operation: zero everyone's adjustment of the semaphore whose number is the offset. */
  public static final int CLEAR_COLUMN = 2;

  /** Operation: zero all adjustments. */
  public static final int CLEAR_ALL = 3;

  private JournalLayout() {}

  /** How many bytes a journal takes. */
  public static long length(int entries) {
    return ENTRIES + (long) entries * ENTRY;
  }
}
