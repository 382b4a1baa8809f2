package io.sysv4j;

/**
 * EIDRM: the set was removed while the caller slept on it (or its backing file was taken away).
 * Only sleepers, and calls that lose a race with the removal, see this; a later call on the same
 * identifier is EINVAL.
 */
public final class IpcRemovedException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcRemovedException(String call, String detail, Throwable cause) {
    super(Errno.EIDRM, call, detail, cause);
  }
}
