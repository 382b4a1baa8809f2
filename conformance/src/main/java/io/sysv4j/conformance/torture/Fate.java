package io.sysv4j.conformance.torture;

/**
 * What is to happen to a worker besides what the referee does to it.
 *
 * @param point the kind of store at which it kills or stops itself
 * @param count after how many of them, 0 = never
 * @param signal SIGKILL or SIGSTOP
 * @param mishaps whether Errors are thrown in it, and it lives on
 */
record Fate(Point point, int count, int signal, boolean mishaps) {
  /** Nothing. */
  static final Fate NONE = new Fate(Point.ANY, 0, 0, false);

  /** Reads what {@link #args} wrote. */
  static Fate of(String... args) {
    return new Fate(
        Point.valueOf(args[0]),
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Boolean.parseBoolean(args[3]));
  }

  /** As arguments of a worker. */
  Object[] args() {
    return new Object[] {point, count, signal, mishaps};
  }
}
