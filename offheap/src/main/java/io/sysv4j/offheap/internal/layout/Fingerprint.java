package io.sysv4j.offheap.internal.layout;

/** Folds the numbers of a layout into one, so that two layouts that differ are told apart. */
final class Fingerprint {
  private Fingerprint() {}

  static long of(long... numbers) {
    long hash = 0xcbf29ce484222325L;
    for (long number : numbers) {
      hash = (hash ^ number) * 0x100000001b3L;
    }
    return hash;
  }
}
