package io.sysv4j.offheap.internal.layout;

/**
 * A table that grows by doubling: extent 0 has {@code first} records, extent k ≥ 1 has {@code first
 * << k-1}. So extents never move, and a record's extent follows from its number.
 */
public final class Extents {
  /** The most extents of a table. */
  public static final int MAX = 24;

  private Extents() {}

  /** The extent that has a record. */
  public static int extent(int index, int first) {
    return index < first ? 0 : 32 - Integer.numberOfLeadingZeros(index / first);
  }

  /** The number of an extent's first record. */
  public static int start(int extent, int first) {
    return extent == 0 ? 0 : first << extent - 1;
  }

  /** How many records an extent has. */
  public static int count(int extent, int first) {
    return extent == 0 ? first : first << extent - 1;
  }
}
