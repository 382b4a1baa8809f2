package io.sysv4j.conformance.torture;

import java.util.Arrays;

/**
 * A part of a ledger for one doer: a thread of a worker, or a future that it waits for. It has a
 * vector of numbers that tells what this doer has done so far, twice: as it is, and as it will be
 * once the operation that was begun is done. One store changes over.
 *
 * <p>Written by one thread at a time; read by the referee, who is exact when the writer stands
 * still, sleeps in an operation, or is dead.
 */
final class Slot {
  /** How many numbers a vector has. */
  static final int VECTOR = 56;

  static final int MAX_OPS = 16;

  private static final int STATE = 0;
  private static final int ARRIVED = 1;
  private static final int SEMID = 2;
  private static final int NSOPS = 3;
  private static final int OPS = 8;
  private static final int VECTORS = OPS + MAX_OPS;

  /** How many words a slot takes. */
  static final int LENGTH = VECTORS + 2 * VECTOR;

  private static final int PENDING = 1;
  private static final int WHICH = 2;
  private static final int DOUBT = 4;
  private static final int ONE = 8;

  private final Words words;
  private final int start;
  private final long[] now = new long[VECTOR];
  private final long[] next = new long[VECTOR];

  Slot(Words words, int start) {
    this.words = words;
    this.start = start;
  }

  // ---- the writer ------------------------------------------------------------------------

  /** What has been done so far, as the writer knows it. */
  long[] now() {
    return now;
  }

  /** A copy of {@link #now}, to be changed to what it will be once the next operation is done. */
  long[] next() {
    System.arraycopy(now, 0, next, 0, VECTOR);
    return next;
  }

  /** What {@link #next} has been changed to. */
  long[] pending() {
    return next;
  }

  /** Writes down an operation that is about to begin; {@link #next} has been changed for it. */
  void begin(int semid, long[] sops, int nsops) {
    long state = words.get(start + STATE);
    int other = vector((state & WHICH) ^ WHICH);
    for (int i = 0; i < VECTOR; i++) {
      words.put(other + i, next[i]);
    }
    words.put(start + SEMID, semid);
    words.put(start + NSOPS, nsops);
    for (int i = 0; i < nsops; i++) {
      words.put(start + OPS + i, sops[i]);
    }
    words.put(start + STATE, state | PENDING);
  }

  /** As {@link #begin(int, long[], int)}, for what is no operation of a set. */
  void begin() {
    begin(-1, null, 0);
  }

  /** Writes down how it ended. */
  void end(boolean happened) {
    long state = words.get(start + STATE);
    if (happened) {
      System.arraycopy(next, 0, now, 0, VECTOR);
    }
    words.put(start + STATE, (state & ~PENDING ^ (happened ? WHICH : 0)) + ONE);
  }

  /**
   * The operation that was begun has failed by an error: nobody knows whether it happened, until
   * somebody decides. The writer waits for that.
   */
  void doubt() {
    words.put(start + STATE, words.get(start + STATE) | DOUBT);
  }

  /** Whoever has found out says whether the operation in doubt, or pending, happened. */
  void decide(boolean happened) {
    long state = words.get(start + STATE);
    words.put(start + STATE, (state & ~(PENDING | DOUBT) ^ (happened ? WHICH : 0)) + ONE);
  }

  /** The writer learns what was decided. */
  void learn() {
    System.arraycopy(done(), 0, now, 0, VECTOR);
  }

  /** The writer stands still and waits for the end of this pause. */
  void arrive(long pause) {
    words.put(start + ARRIVED, pause);
  }

  // ---- the reader ------------------------------------------------------------------------

  /** Whether an operation has begun and not ended, and is not in doubt. */
  boolean isPending() {
    return (words.get(start + STATE) & (PENDING | DOUBT)) == PENDING;
  }

  /** Whether an operation has failed by an error, and nobody has decided whether it happened. */
  boolean isInDoubt() {
    return (words.get(start + STATE) & DOUBT) != 0;
  }

  boolean hasArrived(long pause) {
    return words.get(start + ARRIVED) == pause;
  }

  /** How many operations have ended. */
  long count() {
    return words.get(start + STATE) / ONE;
  }

  /** What was done for sure. */
  long[] done() {
    return read(words.get(start + STATE) & WHICH);
  }

  /** What will have been done if the pending operation happens, or has happened. */
  long[] maybe() {
    long state = words.get(start + STATE);
    return read((state & PENDING) != 0 ? (state & WHICH) ^ WHICH : state & WHICH);
  }

  /** The set of the pending operation, -1 = none. */
  int semid() {
    return (int) words.get(start + SEMID);
  }

  /** The pending operation. */
  long[] sops() {
    long[] sops = new long[(int) words.get(start + NSOPS)];
    Arrays.setAll(sops, i -> words.get(start + OPS + i));
    return sops;
  }

  private long[] read(long which) {
    long[] vector = new long[VECTOR];
    Arrays.setAll(vector, i -> words.get(vector(which) + i));
    return vector;
  }

  private int vector(long which) {
    return start + VECTORS + (which == 0 ? 0 : VECTOR);
  }
}
