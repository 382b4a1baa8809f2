package io.sysv4j.conformance.fuzz;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits until nothing moves: each side has answered every call but those that it counts among its
 * sleepers.
 *
 * <p>The counts are read one after the other, so a sleeper that moves from one semaphore to another
 * meanwhile may be counted twice; but it can move only once for the one call that is under way, and
 * so a second look that says the same is the truth.
 */
final class Quiet {
  private static final int SPINS = 10;
  private static final long NAP_NANOS = 20_000;

  private final WorkerPool pool;
  private final Board board;
  private final Probe probe;
  private final long patienceNanos;

  Quiet(WorkerPool pool, Board board, Probe probe, long patienceNanos) {
    this.pool = pool;
    this.board = board;
    this.probe = probe;
    this.patienceNanos = patienceNanos;
  }

  /** Waits until all is quiet; false if it takes too long. */
  boolean await() {
    long start = System.nanoTime();
    for (int round = 0; !(isQuiet() && (board.open(Side.LEFT) == 0 || isQuiet())); round++) {
      if (System.nanoTime() - start > patienceNanos) {
        return false;
      }
      idle(round);
    }
    return true;
  }

  private boolean isQuiet() {
    pool.poll(board);
    for (Side side : Side.BOTH) {
      int open = board.open(side);
      if (open > 0 && (isUnanswered(side) || open != probe.asleep(side))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a call is open that doesn't sleep, or not for long. */
  private boolean isUnanswered(Side side) {
    return !board
        .all(
            p -> !p.isDone(side) && (p.call().kind() != Kind.SEMOP || !p.call().wait(1).maySleep()))
        .isEmpty();
  }

  /** Waits for a call's answers; gives up silently after a time. */
  void awaitAnswer(Pending call) {
    long start = System.nanoTime();
    for (int round = 0; !call.isDone(); round++) {
      pool.poll(board);
      if (System.nanoTime() - start > patienceNanos) {
        return;
      }
      idle(round);
    }
  }

  /** Waits until both sides look the same: until a death has been noticed everywhere. */
  void awaitAgreement() {
    long start = System.nanoTime();
    for (int round = 0; probe.difference() != null; round++) {
      if (System.nanoTime() - start > patienceNanos) {
        return;
      }
      idle(round);
      await();
    }
  }

  /**
   * Spins shortly, then sleeps shortly. Not {@code Thread.yield}: a scheduler that takes a yield as
   * a turn lets a busy machine's other processes go first for a long time.
   */
  private static void idle(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  /** What is not quiet, for people. */
  String state() {
    StringBuilder out = new StringBuilder();
    for (Side side : Side.BOTH) {
      out.append(out.length() == 0 ? "" : ", ")
          .append(side)
          .append(" has not answered ")
          .append(board.open(side))
          .append(" calls and counts ")
          .append(probe.asleep(side))
          .append(" sleepers");
    }
    return out.toString();
  }
}
