package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcPerm;
import java.util.Locale;

/** What the messages of all failures have in common. */
final class Words {
  private Words() {}

  /** The exception of an error; one that has no name gives its number. */
  static IpcException failure(int error, String call, String reason) {
    Errno errno = Errno.of(error);
    if (errno == Errno.ENOSYS) {
      return IpcException.of(errno, call, "this kernel is built without System V IPC");
    }
    return IpcException.of(errno, call, errno == Errno.EUNKNOWN ? "error " + error : reason);
  }

  /** Whose an object is, for the message of a refusal. */
  static String owner(IpcPerm perm) {
    return String.format(
        Locale.ROOT,
        ": mode %04o, owner %d:%d, creator %d:%d",
        perm.mode(),
        perm.uid(),
        perm.gid(),
        perm.cuid(),
        perm.cgid());
  }
}
