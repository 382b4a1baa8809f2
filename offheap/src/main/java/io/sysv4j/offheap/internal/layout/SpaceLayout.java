package io.sysv4j.offheap.internal.layout;

/**
 * The state of one identifier space (sets, or segments), 64 bytes.
 *
 * <pre>
 *    0  next index    4
 *    4  last index    4   -1 = none yet
 *    8  seq           4
 *   12  in use        4   objects          (derived: recounted by recovery)
 *   16  total         8   semaphores, or pages of segments       (derived)
 * </pre>
 */
public final class SpaceLayout {
  /** Where the search for a free index starts. */
  public static final int NEXT_INDEX = 0;

  /** The index given last. */
  public static final int LAST_INDEX = 4;

  /** The sequence number given last. */
  public static final int SEQ = 8;

  /** How many objects exist. */
  public static final int IN_USE = 12;

  /** How many semaphores or pages they have. */
  public static final int TOTAL = 16;

  private SpaceLayout() {}
}
