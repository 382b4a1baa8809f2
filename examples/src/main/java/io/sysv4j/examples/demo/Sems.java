package io.sysv4j.examples.demo;

/**
 * The semaphores of the demo's set, by number. All of them are in one set, so that one {@code
 * semop} can move several at once, and so that all a dead process owes comes back in one instant.
 */
final class Sems {
  /** 1 when nobody is changing slot words. */
  static final int MUTEX = 0;

  /** How many slots can be filled. */
  static final int FREE = 1;

  /** How many slots can be drained. */
  static final int FULL = 2;

  /** How many chunks have not arrived yet; whoever waits for zero waits for the whole file. */
  static final int LEFT = 3;

  /** Another file to move? There is none: here a producer waits that has nothing left to do. */
  static final int MORE = 4;

  /** How many workers have walked into their trap and wait for SIGKILL. */
  static final int CAUGHT = 5;

  private static final int FIRST_LIFE = 6;

  private Sems() {}

  /**
   * The life of the worker on a seat: it raises this to 1 with SEM_UNDO when it begins, so that its
   * death, however it comes, makes it 0 again in the same instant that gives back what it borrowed.
   */
  static int life(int seat) {
    return FIRST_LIFE + seat;
  }

  /** How many semaphores the set needs for so many seats. */
  static int count(int seats) {
    return FIRST_LIFE + seats;
  }

  /** The name of a semaphore, for people. */
  static String name(int sem) {
    return switch (sem) {
      case MUTEX -> "MUTEX";
      case FREE -> "FREE";
      case FULL -> "FULL";
      case LEFT -> "LEFT";
      case MORE -> "MORE";
      case CAUGHT -> "CAUGHT";
      default -> "LIFE-" + (sem - FIRST_LIFE);
    };
  }
}
