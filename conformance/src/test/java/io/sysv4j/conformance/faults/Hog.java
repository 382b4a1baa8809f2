package io.sysv4j.conformance.faults;

/** Takes the heap of its JVM, to the last few bytes. */
final class Hog {
  private static final int[] SIZES = {100_000, 1_000, 10};

  private Object[] held;

  /** Takes all that is free. */
  void fill() {
    for (int size : SIZES) {
      try {
        while (true) {
          Object[] more = new Object[size];
          more[0] = held;
          held = more;
        }
      } catch (OutOfMemoryError e) {
        continue; // there may be room for smaller ones
      }
    }
  }

  /** Gives all of it back. */
  void free() {
    held = null;
  }
}
