package io.sysv4j.examples.demo;

/** What a slot of the buffer is, as its word in the segment says. */
enum Phase {
  /** Holds nothing; its word keeps the number of the last chunk it held. */
  EMPTY,
  /** The owner is copying a chunk into it; the owner has borrowed a unit of FREE. */
  FILLING,
  /** Holds a whole chunk; the owner is who filled it. */
  FILLED,
  /** The owner is copying its chunk out; the owner has borrowed a unit of FULL. */
  DRAINING;

  private static final Phase[] ALL = values();

  static Phase of(int ordinal) {
    return ALL[ordinal];
  }
}
