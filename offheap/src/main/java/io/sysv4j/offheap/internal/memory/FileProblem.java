package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.nativeio.Linux;

/** A file or directory can't be used: which, why, and the errno that says it best. */
public final class FileProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  /** The file, the reason, and its errno. */
  public FileProblem(Errno errno, String file, String reason) {
    super(file + ": " + reason + " (" + errno + ", " + errno.text() + ")");
    this.errno = errno;
  }

  /**
   * A file that something can't be done with; tells what is left of what there was too little of.
   *
   * @param fd an open file or directory of the same file system
   */
  static FileProblem of(Errno errno, String file, String reason, int fd) {
    return new FileProblem(errno, file, reason + remedy(errno, fd));
  }

  /** What is left, if an errno says that there is too little; empty otherwise. */
  static String remedy(Errno errno, int fd) {
    switch (errno) {
      case ENOSPC:
        Linux.Space space = Linux.space(fd);
        return space == null
            ? ""
            : ": its file system has "
                + space.bytes()
                + " bytes and "
                + space.files()
                + " files free";
      case EMFILE:
        return ": this process has as many files open as it may (ulimit -n)";
      default:
        return "";
    }
  }

  /** The errno that a call answers which met it. */
  public Errno errno() {
    return errno;
  }
}
