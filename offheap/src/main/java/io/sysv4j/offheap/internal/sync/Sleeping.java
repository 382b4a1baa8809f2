package io.sysv4j.offheap.internal.sync;

/** Someone who is willing to sleep for an operation array: a thread, or a future. */
public interface Sleeping {
  /** Whether no thread waits, and the dispatcher has to be told. */
  boolean isAsync();

  /** The array may be put to sleep soon: whatever takes memory or a lock is done now. */
  default void mayFallAsleep() {}

  /**
   * The array has been put to sleep. Called by the owner of the gate, so nobody can have completed
   * it yet; and it may neither allocate nor take a lock.
   *
   * @param ref its record
   * @param status its status word
   */
  void fellAsleep(int ref, int status);
}
