package io.sysv4j.examples.demo;

/**
 * A worker has corrected a semaphore on behalf of the dead.
 *
 * @param sem its number
 * @param from its value before
 * @param to its value since
 */
record Correction(int sem, int from, int to) {
  static Correction parse(String text) {
    String[] numbers = text.split(" ");
    return new Correction(
        Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
  }

  /** What {@link #parse} reads. */
  String format() {
    return sem + " " + from + " " + to;
  }
}
