package io.sysv4j;

/**
 * ENOSPC: a limit of the namespace (SEMMNI, SEMMNS, SHMMNI, SHMALL) or the storage under it is used
 * up. The message names the limit, how much of it is in use, and how to raise it.
 */
public final class IpcNoSpaceException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcNoSpaceException(String call, String detail, Throwable cause) {
    super(Errno.ENOSPC, call, detail, cause);
  }
}
