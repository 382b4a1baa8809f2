package io.sysv4j.offheap.internal.sync;

import java.util.function.BooleanSupplier;

/** The sleepers of a set, as their owners see them. None of the methods needs the gate. */
public interface Waitable {
  /** The status word of a sleeper. */
  int status(int ref);

  /** The address of its status word. */
  long futex(int ref);

  /** Changes the status word, if it is still as expected. */
  boolean cas(int ref, int expected, int status);

  /**
   * Withdraws a sleeper, if it has not been completed.
   *
   * @param status its status word when it fell asleep
   * @return true if it was withdrawn; false if it is done, or claimed (then it soon will be)
   */
  boolean withdraw(int ref, int status);

  /** The sleeper is done and its owner has seen it: the record is free for others. */
  void acknowledge(int ref, int status);

  /**
   * Waits until whoever claimed a sleeper has completed it, or died over it; throws if nobody has
   * claimed it: then the set's contents are damaged.
   *
   * @param status its status word when it fell asleep
   */
  void checkClaimed(int ref, int status);

  /**
   * Throws if a sleeper waits in vain: the set's contents are damaged, or the namespace is closed.
   *
   * @param status its status word when it fell asleep
   * @param isWithdrawn whether its owner has begun to withdraw it, which takes no gate
   */
  void checkAsleep(int ref, int status, BooleanSupplier isWithdrawn);

  /** Whether the set has been removed: then its sleepers withdraw, and answer EIDRM. */
  boolean isRemoved();

  /** Throws if the set's contents have been found damaged. */
  void checkWhole();

  /** How long those of this JVM spin before they sleep here. */
  SpinBudget spinBudget();

  /** Ends participants that have died, which may complete sleepers. */
  void checkUp();
}
