package io.sysv4j.offheap.internal.layout;

/**
 * What one participant's exit gives back to one set: an adjustment for each semaphore.
 *
 * <pre>
 *    0  owner    8   participant, 0 = the row is free
 *    8  serial   4   grows with each row that the participant takes: last taken, first settled
 *   12  pid      4   of the participant
 *   16  adjustments   nsems × 4
 * </pre>
 */
public final class RowLayout {
  /** The participant. */
  public static final int OWNER = 0;

  /** When it was taken. */
  public static final int SERIAL = 8;

  /** Its process. */
  public static final int PID = 12;

  /** The first adjustment. */
  public static final int ADJ = 16;

  private RowLayout() {}

  /** How many bytes a row takes. */
  public static long length(int nsems) {
    return NamespaceLayout.align(ADJ + 4L * nsems, 8);
  }
}
