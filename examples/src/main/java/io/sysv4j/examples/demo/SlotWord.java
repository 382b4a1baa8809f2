package io.sysv4j.examples.demo;

/**
 * Everything the segment knows of a slot, in one 64-bit word, so that one store changes all of it
 * or nothing: {@code phase << 48 | owner << 32 | chunk + 1}. A new segment is full of zeros, and
 * zero says: empty, and no chunk was ever in it.
 *
 * @param phase what the slot is now
 * @param owner the seat that brought it into this phase
 * @param chunk the chunk in it, or the last one that was; -1 = none yet
 */
record SlotWord(Phase phase, int owner, int chunk) {
  static SlotWord unpack(long word) {
    return new SlotWord(
        Phase.of((int) (word >>> 48)), (int) (word >>> 32) & 0xffff, (int) word - 1);
  }

  long pack() {
    return (long) phase.ordinal() << 48 | (long) owner << 32 | (chunk + 1);
  }
}
