package io.sysv4j.kernel.internal;

import io.sysv4j.Ipc;
import io.sysv4j.IpcPerm;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;

/** shmget and the commands of shmctl. All errors, and their order, are the kernel's. */
final class ShmCalls {
  private ShmCalls() {}

  static int shmget(int key, long size, int shmflg) {
    int result = Linux.shmget(key, size, shmflg);
    if (result < 0) {
      throw ShmFailures.shmget(-result, key, size, shmflg);
    }
    return result;
  }

  /** IPC_STAT, SHM_STAT, SHM_STAT_ANY. */
  static ShmidDs stat(int shmid, int cmd) {
    try (Scratch scratch = Scratch.take()) {
      int result = check(Linux.shmctl(shmid, cmd, scratch.address), shmid, cmd, null);
      return Structs.shmidDs(cmd == Ipc.IPC_STAT ? shmid : result, scratch.bytes);
    }
  }

  static void set(int shmid, IpcPerm perm) {
    if (perm == null) {
      check(Linux.shmctl(shmid, Ipc.IPC_SET, 0), shmid, Ipc.IPC_SET, "NULL");
      return;
    }
    try (Scratch scratch = Scratch.take()) {
      Structs.putPerm(scratch.bytes, perm);
      check(Linux.shmctl(shmid, Ipc.IPC_SET, scratch.address), shmid, Ipc.IPC_SET, perm);
    }
  }

  /** The commands without an argument: IPC_RMID, SHM_LOCK, SHM_UNLOCK. */
  static void act(int shmid, int cmd) {
    check(Linux.shmctl(shmid, cmd, 0), shmid, cmd, null);
  }

  static Shminfo ipcInfo() {
    try (Scratch scratch = Scratch.take()) {
      int result = Linux.shmctl(0, Ipc.IPC_INFO, scratch.address);
      return Structs.shminfo(scratch.bytes, check(result, 0, Ipc.IPC_INFO, null));
    }
  }

  static ShmUsage usage() {
    try (Scratch scratch = Scratch.take()) {
      int result = Linux.shmctl(0, Ipc.SHM_INFO, scratch.address);
      return Structs.shmUsage(scratch.bytes, check(result, 0, Ipc.SHM_INFO, null));
    }
  }

  /** A segment's data whatever its mode, or null if there is no such segment. */
  static ShmidDs find(int shmid) {
    try (Scratch scratch = Scratch.take()) {
      boolean found = Linux.shmctl(shmid, Ipc.SHM_STAT_ANY, scratch.address) == shmid;
      return found && shmid >= 0 ? Structs.shmidDs(shmid, scratch.bytes) : null;
    }
  }

  private static int check(int result, int shmid, int cmd, Object arg) {
    if (result < 0) {
      throw ShmFailures.shmctl(-result, shmid, cmd, arg);
    }
    return result;
  }
}
