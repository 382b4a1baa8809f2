package io.sysv4j.offheap.internal.sync;

/** A future that waits by looking, for the dispatcher that looks. */
public interface Onlooking {
  /**
   * Looks once, and never waits.
   *
   * @return whether the future is done, by this look or from outside
   */
  boolean look();

  /** The future can't go on. */
  void fail(RuntimeException reason);
}
