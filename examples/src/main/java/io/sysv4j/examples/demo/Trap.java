package io.sysv4j.examples.demo;

/**
 * Where a JVM will be killed: the first worker that comes with this chunk to this instant stops
 * there, says so, and waits for SIGKILL.
 *
 * @param chunk the chunk
 * @param instant the instant
 * @param caught the seat of the worker that it caught; -1 = set, and nobody yet
 */
record Trap(int chunk, Instant instant, int caught) {
  static final int NOBODY = -1;

  /** The n-th of so many traps, spread evenly over the file. */
  static Trap plan(int n, int traps, int chunks) {
    int chunk = (int) ((long) chunks * (n + 1) / (traps + 1));
    return new Trap(chunk, Instant.forKill(n), NOBODY);
  }

  boolean catches(Instant at, int withChunk) {
    return caught == NOBODY && instant == at && chunk == withChunk;
  }

  Trap with(int seat) {
    return new Trap(chunk, instant, seat);
  }
}
