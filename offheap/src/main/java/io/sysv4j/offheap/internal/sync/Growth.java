package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;

/** Finds storage for more records at the end of a set's file. */
@FunctionalInterface
public interface Growth {
  /** There will be room when the owner has left the gate, reserved it, and come again. */
  long LATER = Long.MIN_VALUE;

  /** As {@link #LATER}, of a call that answers an int. */
  int AGAIN = Integer.MIN_VALUE + 1;

  /**
   * Finds room behind everything that is in the file. Inside the gate nothing is asked of the
   * system, so what is not reserved yet has to wait.
   *
   * @param length bytes
   * @return the offset, {@link #LATER}, or the negative number of an {@link Errno}
   */
  long place(long length);

  /** What a call answers for an answer of {@link #place} that is no offset. */
  static int answer(long place) {
    return place == LATER ? AGAIN : (int) place;
  }
}
