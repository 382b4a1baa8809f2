package io.sysv4j.offheap.internal.layout;

/**
 * The status word of a sleeper: 0 (1) | sequence (15) | errno (8) | state (8).
 *
 * <pre>
 *   FREE ─► WAITING ◄─► PARKED          the owner parks before its futex wait
 *              │  │       │  │
 *    a granter │  └───┬───┘  │ the owner (time-out, interrupt, cancel)
 *              ▼      │      ▼
 *           CLAIMED ──┘  CANCELLED ─► FREE     by the next gate owner
 *              ▼  (journal)
 *            DONE(errno) ─► RETURNED ─► FREE   by its owner; by the next gate owner
 * </pre>
 */
public final class SleeperStatus {
  /** Nobody's. */
  public static final int FREE = 0;

  /** In a queue; its thread is awake, or there is none (asynchronous). */
  public static final int WAITING = 1;

  /** In a queue; its thread needs a futex wake. */
  public static final int PARKED = 2;

  /** A gate owner is completing it. */
  public static final int CLAIMED = 3;

  /** Finished, with an errno (0 = the operations are done). */
  public static final int DONE = 4;

  /** Withdrawn by its owner; still in its queue. */
  public static final int CANCELLED = 5;

  /** Its owner has seen that it is DONE. */
  public static final int RETURNED = 6;

  /** Holds further operations of another record. */
  public static final int MORE = 7;

  private static final int SEQ = 0x7fff0000;

  private SleeperStatus() {}

  /** The state. */
  public static int state(int status) {
    return status & 0xff;
  }

  /** The errno of a finished sleeper. */
  public static int errno(int status) {
    return status >>> 8 & 0xff;
  }

  /** The same incarnation in another state. */
  public static int with(int status, int state, int errno) {
    return status & SEQ | errno << 8 | state;
  }

  /** The next incarnation of a record, in a state. */
  public static int next(int status, int state) {
    return (status & SEQ) + 0x10000 & SEQ | state;
  }

  /** Whether two status words are of the same incarnation. */
  public static boolean isSame(int status, int other) {
    return ((status ^ other) & SEQ) == 0;
  }

  /** Whether a status word is of an incarnation, and in a state. */
  public static boolean is(int status, int incarnation, int state) {
    return isSame(status, incarnation) && state(status) == state;
  }

  /** Whether it still waits in its queue. */
  public static boolean isWaiting(int status) {
    int state = state(status);
    return state == WAITING || state == PARKED;
  }
}
