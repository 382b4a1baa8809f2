package io.sysv4j;

import io.sysv4j.law.Strace;

/** Sends the numbered commands of semctl and shmctl to the methods that carry them out. */
final class Commands {
  private Commands() {}

  static int semctl(IpcNamespace ns, int semid, int semnum, int cmd, Semun arg) {
    if (semid < 0) {
      throw fail(Errno.EINVAL, semid, semnum, cmd, "a semid is 0 or more");
    }
    switch (cmd) {
      case Ipc.IPC_RMID:
        ns.semRmid(semid);
        return 0;
      case Ipc.IPC_SET:
        SemidDs set = need(arg, semid, semnum, cmd).buf;
        ns.semSet(semid, set == null ? null : set.perm());
        return 0;
      case Ipc.GETVAL:
        return ns.getVal(semid, semnum);
      case Ipc.GETPID:
        return ns.getPid(semid, semnum);
      case Ipc.GETNCNT:
        return ns.getNcnt(semid, semnum);
      case Ipc.GETZCNT:
        return ns.getZcnt(semid, semnum);
      case Ipc.SETVAL:
        ns.setVal(semid, semnum, need(arg, semid, semnum, cmd).val);
        return 0;
      case Ipc.SETALL:
        ns.setAll(semid, arg == null ? null : arg.array);
        return 0;
      default:
        return semctlRead(ns, semid, semnum, cmd, arg);
    }
  }

  /** The commands that only read. An answer that can't be stored is EFAULT, after all else. */
  private static int semctlRead(IpcNamespace ns, int semid, int semnum, int cmd, Semun arg) {
    Semun out = arg == null ? new Semun() : arg;
    int result = 0;
    switch (cmd) {
      case Ipc.IPC_STAT:
        out.buf = ns.semStat(semid);
        break;
      case Ipc.SEM_STAT:
        out.buf = ns.semStatAt(semid);
        result = out.buf.semid();
        break;
      case Ipc.SEM_STAT_ANY:
        out.buf = ns.semStatAnyAt(semid);
        result = out.buf.semid();
        break;
      case Ipc.GETALL:
        out.array = ns.getAll(semid);
        break;
      case Ipc.IPC_INFO:
        out.info = ns.semIpcInfo();
        result = out.info.highestIndex();
        break;
      case Ipc.SEM_INFO:
        out.info = ns.semInfo();
        result = out.info.highestIndex();
        break;
      default:
        throw fail(Errno.EINVAL, semid, semnum, cmd, "unknown command " + cmd);
    }
    need(arg, semid, semnum, cmd);
    return result;
  }

  private static Semun need(Semun arg, int semid, int semnum, int cmd) {
    if (arg == null) {
      throw fail(Errno.EFAULT, semid, semnum, cmd, "the command needs a Semun");
    }
    return arg;
  }

  private static IpcException fail(Errno errno, int semid, int semnum, int cmd, String detail) {
    return IpcException.of(errno, Strace.semctl(semid, semnum, cmd, null), detail);
  }

  static int shmctl(IpcNamespace ns, int shmid, int cmd, Shmun arg) {
    if (shmid < 0 || cmd < 0) {
      throw fail(Errno.EINVAL, shmid, cmd, "shmid and cmd are 0 or more");
    }
    switch (cmd) {
      case Ipc.IPC_RMID:
        ns.shmRmid(shmid);
        return 0;
      case Ipc.IPC_SET:
        ShmidDs set = need(arg, shmid, cmd).buf;
        ns.shmSet(shmid, set == null ? null : set.perm());
        return 0;
      case Ipc.SHM_LOCK:
        ns.shmLock(shmid);
        return 0;
      case Ipc.SHM_UNLOCK:
        ns.shmUnlock(shmid);
        return 0;
      default:
        return shmctlRead(ns, shmid, cmd, arg);
    }
  }

  private static int shmctlRead(IpcNamespace ns, int shmid, int cmd, Shmun arg) {
    Shmun out = arg == null ? new Shmun() : arg;
    int result = 0;
    switch (cmd) {
      case Ipc.IPC_STAT:
        out.buf = ns.shmStat(shmid);
        break;
      case Ipc.SHM_STAT:
        out.buf = ns.shmStatAt(shmid);
        result = out.buf.shmid();
        break;
      case Ipc.SHM_STAT_ANY:
        out.buf = ns.shmStatAnyAt(shmid);
        result = out.buf.shmid();
        break;
      case Ipc.IPC_INFO:
        out.info = ns.shmIpcInfo();
        result = out.info.highestIndex();
        break;
      case Ipc.SHM_INFO:
        out.usage = ns.shmInfo();
        result = out.usage.highestIndex();
        break;
      default:
        throw fail(Errno.EINVAL, shmid, cmd, "unknown command " + cmd);
    }
    need(arg, shmid, cmd);
    return result;
  }

  private static Shmun need(Shmun arg, int shmid, int cmd) {
    if (arg == null) {
      throw fail(Errno.EFAULT, shmid, cmd, "the command needs a Shmun");
    }
    return arg;
  }

  private static IpcException fail(Errno errno, int shmid, int cmd, String detail) {
    return IpcException.of(errno, Strace.shmctl(shmid, cmd, null), detail);
  }
}
