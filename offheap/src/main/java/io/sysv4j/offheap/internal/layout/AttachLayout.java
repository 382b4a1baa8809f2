package io.sysv4j.offheap.internal.layout;

/**
 * How often one participant has one segment attached, 32 bytes.
 *
 * <pre>
 *    0  participant  8   0 = the record is free
 *    8  shmid        4
 *   12  count        4
 * </pre>
 */
public final class AttachLayout {
  /** How many bytes it takes. */
  public static final int LENGTH = 32;

  /** Who. */
  public static final int PARTICIPANT = 0;

  /** What. */
  public static final int SHMID = 8;

  /** How often. */
  public static final int COUNT = 12;

  private AttachLayout() {}
}
