package io.sysv4j;

/**
 * The error numbers that System V calls answer with, as Linux numbers and words them.
 *
 * <p>{@link #SUCCESS} is what {@link IpcNamespace#trySemop} answers for an operation that was done.
 */
public enum Errno {
  /** The call succeeded. */
  SUCCESS(0, "Success"),
  /** Neither owner, creator nor privileged. */
  EPERM(1, "Operation not permitted"),
  /** No object has this key, and IPC_CREAT was not given; or a path does not exist. */
  ENOENT(2, "No such file or directory"),
  /** The waiting thread was interrupted. */
  EINTR(4, "Interrupted system call"),
  /** The underlying storage failed. */
  EIO(5, "Input/output error"),
  /** More operations in one array than SEMOPM. */
  E2BIG(7, "Argument list too long"),
  /** The operation can't proceed now, and the caller does not want to wait (any longer). */
  EAGAIN(11, "Resource temporarily unavailable"),
  /** No memory for an undo record, a sleeper or a mapping. */
  ENOMEM(12, "Cannot allocate memory"),
  /** The mode bits of the object forbid it. */
  EACCES(13, "Permission denied"),
  /** A reference to nothing ({@code null}) where the call reads or writes memory. */
  EFAULT(14, "Bad address"),
  /** Another process is inside the object for long, perhaps stopped, and the call can't wait. */
  EBUSY(16, "Device or resource busy"),
  /** The key exists and IPC_CREAT|IPC_EXCL was given. */
  EEXIST(17, "File exists"),
  /** A path component is not a directory. */
  ENOTDIR(20, "Not a directory"),
  /** Unknown identifier, bad size, bad time-out, or bad command. */
  EINVAL(22, "Invalid argument"),
  /** The process has too many open files. */
  EMFILE(24, "Too many open files"),
  /** A semaphore number outside the set, in an operation array. */
  EFBIG(27, "File too large"),
  /** A limit on the number of objects, or the storage, is used up. */
  ENOSPC(28, "No space left on device"),
  /** A value or an undo adjustment would leave its range. */
  ERANGE(34, "Numerical result out of range"),
  /** The system does not have the call. */
  ENOSYS(38, "Function not implemented"),
  /** Too many symbolic links. */
  ELOOP(40, "Too many levels of symbolic links"),
  /** The object was removed while the caller waited for it. */
  EIDRM(43, "Identifier removed"),
  /** The storage can't do what is needed (for instance, a network file system). */
  EOPNOTSUPP(95, "Operation not supported"),
  /** A number that this library has no name for. */
  EUNKNOWN(-1, "Unknown error");

  private static final Errno[] BY_NUMBER = new Errno[134];

  static {
    for (Errno e : values()) {
      if (e.number >= 0) {
        BY_NUMBER[e.number] = e;
      }
    }
  }

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Linux's number for this error; 0 for {@link #SUCCESS}. */
  public int number() {
    return number;
  }

  /** What {@code strerror} says. */
  public String text() {
    return text;
  }

  /** The error with this number, or {@link #EUNKNOWN}. */
  public static Errno of(int number) {
    Errno e = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    return e == null ? EUNKNOWN : e;
  }
}
