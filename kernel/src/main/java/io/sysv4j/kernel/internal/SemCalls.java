package io.sysv4j.kernel.internal;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import java.nio.ByteBuffer;

/** semget and the commands of semctl. All errors, and their order, are the kernel's. */
final class SemCalls {
  private SemCalls() {}

  static int semget(int key, int nsems, int semflg) {
    int result = Linux.semget(key, nsems, semflg);
    if (result < 0) {
      throw SemFailures.semget(-result, key, nsems, semflg);
    }
    return result;
  }

  /** The commands that answer a number about one semaphore: GETVAL, GETPID, GETNCNT, GETZCNT. */
  static int get(int semid, int semnum, int cmd) {
    return check(Linux.semctl(semid, semnum, cmd, 0), semid, semnum, cmd, null);
  }

  static void setVal(int semid, int semnum, int val) {
    check(Linux.semctl(semid, semnum, Ipc.SETVAL, val), semid, semnum, Ipc.SETVAL, val);
  }

  /** GETALL; how many there are is asked first, which needs the same permission. */
  static int[] getAll(int semid) {
    int nsems;
    try (Scratch scratch = Scratch.take()) {
      int result = Linux.semctl(semid, 0, Ipc.IPC_STAT, scratch.address);
      check(result, semid, 0, Ipc.GETALL, null);
      nsems = Structs.semidDs(semid, scratch.bytes).semNsems();
    }
    try (Scratch scratch = Scratch.take((long) nsems * Short.BYTES)) {
      int result = Linux.semctl(semid, 0, Ipc.GETALL, scratch.address);
      check(result, semid, 0, Ipc.GETALL, null);
      int[] vals = new int[nsems];
      for (int i = 0; i < nsems; i++) {
        vals[i] = scratch.bytes.getShort(i * Short.BYTES) & 0xffff;
      }
      return vals;
    }
  }

  /** SETALL; behind the last value is nothing that the kernel can read. */
  static void setAll(int semid, int[] vals) {
    if (vals == null) {
      check(Linux.semctl(semid, 0, Ipc.SETALL, 0), semid, 0, Ipc.SETALL, "NULL");
      return;
    }
    int count = Math.min(vals.length, Integer.MAX_VALUE / Short.BYTES);
    try (Guarded memory = Guarded.take(count * Short.BYTES)) {
      for (int i = 0; i < count; i++) {
        memory.bytes.putShort(i * Short.BYTES, unsigned16(vals[i]));
      }
      int result = Linux.semctl(semid, 0, Ipc.SETALL, memory.address);
      check(result, semid, 0, Ipc.SETALL, "[" + count + " values]");
    }
  }

  /**
   * What does not fit 16 bits becomes 65535, which the kernel refuses with ERANGE just the same.
   */
  private static short unsigned16(int val) {
    return (val & ~0xffff) == 0 ? (short) val : -1;
  }

  /** IPC_STAT, SEM_STAT, SEM_STAT_ANY. */
  static SemidDs stat(int semid, int cmd) {
    try (Scratch scratch = Scratch.take()) {
      int result = Linux.semctl(semid, 0, cmd, scratch.address);
      check(result, semid, 0, cmd, null);
      return Structs.semidDs(cmd == Ipc.IPC_STAT ? semid : result, scratch.bytes);
    }
  }

  static void set(int semid, IpcPerm perm) {
    if (perm == null) {
      check(Linux.semctl(semid, 0, Ipc.IPC_SET, 0), semid, 0, Ipc.IPC_SET, "NULL");
      return;
    }
    try (Scratch scratch = Scratch.take()) {
      Structs.putPerm(scratch.bytes, perm);
      int result = Linux.semctl(semid, 0, Ipc.IPC_SET, scratch.address);
      check(result, semid, 0, Ipc.IPC_SET, perm);
    }
  }

  static void rmid(int semid) {
    check(Linux.semctl(semid, 0, Ipc.IPC_RMID, 0), semid, 0, Ipc.IPC_RMID, null);
  }

  /** IPC_INFO, SEM_INFO. */
  static Seminfo info(int cmd) {
    try (Scratch scratch = Scratch.take()) {
      int result = Linux.semctl(0, 0, cmd, scratch.address);
      check(result, 0, 0, cmd, null);
      return Structs.seminfo(scratch.bytes, result);
    }
  }

  /** A set's data whatever its mode, or null if there is no such set. */
  static SemidDs find(int semid) {
    try (Scratch scratch = Scratch.take()) {
      ByteBuffer ds = scratch.bytes;
      boolean found = Linux.semctl(semid, 0, Ipc.SEM_STAT_ANY, scratch.address) == semid;
      return found && semid >= 0 ? Structs.semidDs(semid, ds) : null;
    }
  }

  private static int check(int result, int semid, int semnum, int cmd, Object arg)
      throws IpcException {
    if (result < 0) {
      throw SemFailures.semctl(-result, semid, semnum, cmd, arg);
    }
    return result;
  }
}
