package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;

/** A file or directory can't be used: which, why, and the errno that says it best. */
public final class FileProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  /** The file, the reason, and its errno. */
  public FileProblem(Errno errno, String file, String reason) {
    super(file + ": " + reason + " (" + errno + ", " + errno.text() + ")");
    this.errno = errno;
  }

  /** The errno that a call answers which met it. */
  public Errno errno() {
    return errno;
  }
}
