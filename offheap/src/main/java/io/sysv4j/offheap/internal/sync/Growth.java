package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;

/** Reserves more storage at the end of a set's file. */
@FunctionalInterface
public interface Growth {
  /**
   * Reserves room behind everything that is in the file.
   *
   * @param length bytes
   * @return the offset, or the negative number of an {@link Errno}
   */
  long reserve(long length);
}
