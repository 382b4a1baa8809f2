package io.sysv4j.offheap.internal.sync;

/** What stands behind a gate, as {@link Visits} needs it when a visit has ended badly. */
public interface Room {
  /** The gate. */
  Gate gate();

  /** Whether it is that of a set; else the registry's. */
  boolean isSet();

  /**
   * Goes through the gate, which recovers what was left there, unless another is inside for long.
   *
   * @return whether it has been inside
   */
  boolean pass();

  /**
   * Forgets what a passage had noted in this JVM's heap. Called while the gate is this JVM's and no
   * thread is inside.
   */
  void forgetPassage();

  /**
   * The call that put a sleeper here has failed: takes the sleeper back, or acknowledges what has
   * been done for it. Takes no gate.
   *
   * @param ref its record
   * @param status its status word when it fell asleep
   * @return false if a granter is just completing it: ask again
   */
  boolean takeBack(int ref, int status);
}
