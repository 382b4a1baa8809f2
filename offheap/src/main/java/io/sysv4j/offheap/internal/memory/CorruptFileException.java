package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;

/**
 * The contents of a file of the namespace can't be: it is damaged, foreign, or another version's.
 */
public final class CorruptFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which file, and what is wrong with it. */
  public CorruptFileException(String file, String reason) {
    super(file + ": " + reason);
  }

  /** A file that was not even mapped. */
  public CorruptFileException(FileProblem problem) {
    super(problem.getMessage(), problem);
  }

  /** The errno that a call answers which met it. */
  public Errno errno() {
    return Errno.EIO;
  }
}
