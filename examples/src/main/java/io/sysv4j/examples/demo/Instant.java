package io.sysv4j.examples.demo;

/**
 * Where in its work a JVM can be caught and killed: the four places where a death could do the most
 * harm, were it not for the protocol of {@link BoundedBuffer}.
 */
enum Instant {
  /** The producer has read half of a chunk into its slot. */
  HALF_FILLED("halfway through reading chunk %d into its slot", "1 unit of FREE"),

  /** A consumer has written half of a chunk to the file. */
  HALF_DRAINED("halfway through writing chunk %d to the file", "1 unit of FULL"),

  /** A consumer has marked the slot empty, and not yet counted it. */
  DRAINED_UNCOUNTED(
      "between marking the slot of chunk %d empty and counting it", "MUTEX and 1 unit of FULL"),

  /** The producer has marked the slot filled, and not yet counted it. */
  FILLED_UNCOUNTED(
      "between marking the slot of chunk %d filled and counting it", "MUTEX and 1 unit of FREE");

  private static final Instant[] ALL = values();

  private final String where;
  private final String holding;

  Instant(String where, String holding) {
    this.where = where;
    this.holding = holding;
  }

  static Instant of(int ordinal) {
    return ALL[ordinal];
  }

  /** The instant for the n-th kill: each in turn. */
  static Instant forKill(int n) {
    return ALL[n % ALL.length];
  }

  String describe(int chunk) {
    return String.format(where, chunk);
  }

  /** What a worker has borrowed from the set at this instant, and death must give back. */
  String holding() {
    return holding;
  }
}
