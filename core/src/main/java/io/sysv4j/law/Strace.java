package io.sysv4j.law;

import io.sysv4j.Ipc;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import java.time.Duration;

/** Spells calls the way strace prints them. */
public final class Strace {
  private Strace() {}

  /** {@code semget(0x51000001, 2, IPC_CREAT|0660)}. */
  public static String semget(int key, int nsems, int semflg) {
    return "semget(" + key(key) + ", " + nsems + ", " + getFlags(semflg) + ")";
  }

  /** {@code semop(3, [{sem_num=0, sem_op=-1, sem_flg=SEM_UNDO}], 1)}. */
  public static String semop(int semid, Sembuf... sops) {
    return "semop(" + semid + ", " + sops(sops) + ", " + (sops == null ? 0 : sops.length) + ")";
  }

  /** As {@link #semop(int, Sembuf...)}, of packed operations. */
  public static String semop(int semid, long[] packed, int nsops) {
    return semop(semid, unpack(packed, nsops));
  }

  /** {@code semtimedop(3, [...], 1, {tv_sec=0, tv_nsec=50000000})}. */
  public static String semtimedop(int semid, Sembuf[] sops, Duration timeout) {
    return "semtimedop("
        + semid
        + ", "
        + sops(sops)
        + ", "
        + (sops == null ? 0 : sops.length)
        + ", "
        + timeout(timeout)
        + ")";
  }

  /** {@code semctl(3, 0, SETVAL, 0x5)}; the argument may be null. */
  public static String semctl(int semid, int semnum, int cmd, Object arg) {
    return "semctl(" + semid + ", " + semnum + ", " + semCommand(cmd) + arg(arg, "sem") + ")";
  }

  /** {@code shmget(IPC_PRIVATE, 4096, IPC_CREAT|0600)}. */
  public static String shmget(int key, long size, int shmflg) {
    return "shmget("
        + key(key)
        + ", "
        + Long.toUnsignedString(size)
        + ", "
        + getFlags(shmflg)
        + ")";
  }

  /** {@code shmat(1, NULL, SHM_RDONLY)}. */
  public static String shmat(int shmid, long shmaddr, int shmflg) {
    StringBuilder flags = new StringBuilder();
    int rest = flag(flags, shmflg, Ipc.SHM_RDONLY, "SHM_RDONLY");
    rest = flag(flags, rest, Ipc.SHM_RND, "SHM_RND");
    rest = flag(flags, rest, Ipc.SHM_REMAP, "SHM_REMAP");
    rest = flag(flags, rest, Ipc.SHM_EXEC, "SHM_EXEC");
    return "shmat(" + shmid + ", " + address(shmaddr) + ", " + rest(flags, rest, "SHM") + ")";
  }

  /** {@code shmdt(0x7f41a33bc000)}. */
  public static String shmdt(long shmaddr) {
    return "shmdt(" + address(shmaddr) + ")";
  }

  /** {@code shmctl(1, IPC_STAT)}; the argument may be null. */
  public static String shmctl(int shmid, int cmd, Object arg) {
    return "shmctl(" + shmid + ", " + shmCommand(cmd) + arg(arg, "shm") + ")";
  }

  private static String key(int key) {
    return key == Ipc.IPC_PRIVATE ? "IPC_PRIVATE" : "0x" + Integer.toHexString(key);
  }

  private static String address(long address) {
    return address == 0 ? "NULL" : "0x" + Long.toHexString(address);
  }

  /** Flags of the get calls in table order, then the mode as at least three octal digits. */
  private static String getFlags(int flags) {
    StringBuilder out = new StringBuilder();
    int rest = flag(out, flags, Ipc.IPC_CREAT, "IPC_CREAT");
    rest = flag(out, rest, Ipc.IPC_EXCL, "IPC_EXCL");
    rest = flag(out, rest, Ipc.IPC_NOWAIT, "IPC_NOWAIT");
    int unknown = rest & ~0777;
    if (unknown != 0) {
      append(out, "0x" + Integer.toHexString(unknown));
    }
    append(out, octal(rest & 0777));
    return out.toString();
  }

  private static String octal(int mode) {
    String digits = mode == 0 ? "00" : Integer.toOctalString(mode);
    return (digits.length() == 1 ? "00" : "0") + digits;
  }

  private static String sops(Sembuf[] sops) {
    if (sops == null) {
      return "NULL";
    }
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < sops.length; i++) {
      if (i == 32) {
        return out.append(", ...]").toString();
      }
      out.append(i == 0 ? "" : ", ").append(sop(sops[i]));
    }
    return out.append(']').toString();
  }

  private static String sop(Sembuf sop) {
    if (sop == null) {
      return "NULL";
    }
    StringBuilder flags = new StringBuilder();
    int rest = flag(flags, sop.semFlg() & 0xffff, Ipc.SEM_UNDO, "SEM_UNDO");
    rest = flag(flags, rest, Ipc.IPC_NOWAIT, "IPC_NOWAIT");
    return "{sem_num="
        + sop.semNum()
        + ", sem_op="
        + sop.semOp()
        + ", sem_flg="
        + rest(flags, rest, "SEM")
        + "}";
  }

  private static Sembuf[] unpack(long[] packed, int nsops) {
    Sembuf[] sops = new Sembuf[nsops];
    for (int i = 0; i < nsops; i++) {
      sops[i] = Packed.unpack(packed[i]);
    }
    return sops;
  }

  private static String timeout(Duration timeout) {
    return timeout == null
        ? "NULL"
        : "{tv_sec=" + timeout.getSeconds() + ", tv_nsec=" + timeout.getNano() + "}";
  }

  private static String arg(Object arg, String kind) {
    if (arg == null) {
      return "";
    }
    if (arg instanceof Integer val) {
      return ", 0x" + Integer.toHexString(val);
    }
    if (arg instanceof IpcPerm perm) {
      return ", {"
          + kind
          + "_perm={uid="
          + perm.uid()
          + ", gid="
          + perm.gid()
          + ", mode="
          + octal(perm.mode())
          + "}}";
    }
    return ", " + arg;
  }

  /** The name of a semctl command. */
  public static String semCommand(int cmd) {
    switch (cmd) {
      case Ipc.GETPID:
        return "GETPID";
      case Ipc.GETVAL:
        return "GETVAL";
      case Ipc.GETALL:
        return "GETALL";
      case Ipc.GETNCNT:
        return "GETNCNT";
      case Ipc.GETZCNT:
        return "GETZCNT";
      case Ipc.SETVAL:
        return "SETVAL";
      case Ipc.SETALL:
        return "SETALL";
      case Ipc.SEM_STAT:
        return "SEM_STAT";
      case Ipc.SEM_INFO:
        return "SEM_INFO";
      case Ipc.SEM_STAT_ANY:
        return "SEM_STAT_ANY";
      default:
        return ipcCommand(cmd, "SEM");
    }
  }

  /** The name of a shmctl command. */
  public static String shmCommand(int cmd) {
    switch (cmd) {
      case Ipc.SHM_LOCK:
        return "SHM_LOCK";
      case Ipc.SHM_UNLOCK:
        return "SHM_UNLOCK";
      case Ipc.SHM_STAT:
        return "SHM_STAT";
      case Ipc.SHM_INFO:
        return "SHM_INFO";
      case Ipc.SHM_STAT_ANY:
        return "SHM_STAT_ANY";
      default:
        return ipcCommand(cmd, "SHM");
    }
  }

  private static String ipcCommand(int cmd, String kind) {
    switch (cmd) {
      case Ipc.IPC_RMID:
        return "IPC_RMID";
      case Ipc.IPC_SET:
        return "IPC_SET";
      case Ipc.IPC_STAT:
        return "IPC_STAT";
      case Ipc.IPC_INFO:
        return "IPC_INFO";
      default:
        return "0x" + Integer.toHexString(cmd) + " /* " + kind + "_??? */";
    }
  }

  private static int flag(StringBuilder out, int flags, int flag, String name) {
    if ((flags & flag) != 0) {
      append(out, name);
    }
    return flags & ~flag;
  }

  /** What is left after the known flags; if none was known, with the table's name and ???. */
  private static String rest(StringBuilder out, int rest, String kind) {
    if (rest == 0) {
      return out.length() == 0 ? "0" : out.toString();
    }
    boolean known = out.length() != 0;
    append(out, "0x" + Integer.toHexString(rest));
    return known ? out.toString() : out + " /* " + kind + "_??? */";
  }

  private static void append(StringBuilder out, String part) {
    out.append(out.length() == 0 ? "" : "|").append(part);
  }
}
