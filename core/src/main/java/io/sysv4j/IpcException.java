package io.sysv4j;

/**
 * A System V call failed. The message reads like a line of strace, followed by the reason: {@code
 * semget(0x51000001, 5, 000) = -1 EINVAL (Invalid argument): the set has 2 semaphores}.
 *
 * <p>Two errors have classes of their own, so that a supervisor can match them: {@link
 * IpcRemovedException} (EIDRM) and {@link IpcNoSpaceException} (ENOSPC).
 */
public class IpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final String call;

  IpcException(Errno errno, String call, String detail, Throwable cause) {
    super(message(errno, call, detail), cause);
    this.errno = errno;
    this.call = call;
  }

  /**
   * Makes the exception whose class fits the error.
   *
   * @param errno the error; its class of exception follows from it
   * @param call the call with its arguments, as strace prints them
   * @param detail what was wrong, where, and what to do; may be null
   */
  public static IpcException of(Errno errno, String call, String detail) {
    return of(errno, call, detail, null);
  }

  /** As {@link #of(Errno, String, String)}, with the failure that led to it. */
  public static IpcException of(Errno errno, String call, String detail, Throwable cause) {
    switch (errno) {
      case EIDRM:
        return new IpcRemovedException(call, detail, cause);
      case ENOSPC:
        return new IpcNoSpaceException(call, detail, cause);
      default:
        return new IpcException(errno, call, detail, cause);
    }
  }

  private static String message(Errno errno, String call, String detail) {
    String line = call + " = -1 " + errno + " (" + errno.text() + ")";
    return detail == null ? line : line + ": " + detail;
  }

  /** The error, as Linux names it. */
  public Errno errno() {
    return errno;
  }

  /** The call with its arguments, as strace prints them. */
  public String call() {
    return call;
  }
}
