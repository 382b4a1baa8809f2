package io.sysv4j.kernel.internal;

import io.sysv4j.IpcPerm;

/** Whose an object is, in words, for the message of a refusal. */
final class Owners {
  private Owners() {}

  static String describe(IpcPerm perm) {
    return String.format(
        ": mode %04o, owner %d:%d, creator %d:%d",
        perm.mode(), perm.uid(), perm.gid(), perm.cuid(), perm.cgid());
  }
}
