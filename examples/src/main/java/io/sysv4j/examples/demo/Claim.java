package io.sysv4j.examples.demo;

/**
 * A slot that a worker has made its own, to fill or to drain.
 *
 * @param slot the slot's number
 * @param chunk the chunk that goes through it
 * @param heirOf the seat of the dead worker that had begun this before, or {@link #NOBODY}
 */
record Claim(int slot, int chunk, int heirOf) {
  static final int NOBODY = -1;

  boolean isInherited() {
    return heirOf != NOBODY;
  }
}
