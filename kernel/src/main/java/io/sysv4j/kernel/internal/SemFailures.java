package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.law.Strace;
import java.time.Duration;
import java.util.Locale;

/**
 * Why a call on semaphores failed, in words: the kernel only says which error it was. Asks the
 * kernel again, so a race may make the words general, but never the error wrong.
 */
final class SemFailures {
  private SemFailures() {}

  static IpcException semget(int error, int key, int nsems, int semflg) {
    return Words.failure(
        error, Strace.semget(key, nsems, semflg), getReason(Errno.of(error), key, nsems));
  }

  private static String getReason(Errno errno, int key, int nsems) {
    switch (errno) {
      case EINVAL:
        return sizeReason(key, nsems);
      case EEXIST:
        return "a set with this key exists, and IPC_EXCL was given";
      case ENOENT:
        return "no set has this key; IPC_CREAT would make one";
      case EACCES:
        return "the set's mode does not grant these rights" + owner(findByKey(key));
      case ENOSPC:
        return spaceReason(nsems);
      default:
        return null;
    }
  }

  private static String sizeReason(int key, int nsems) {
    int semmsl = SemCalls.info(Ipc.IPC_INFO).semmsl();
    if (nsems < 0 || nsems > semmsl) {
      return "a set has 1 to SEMMSL=" + semmsl + " semaphores; to raise SEMMSL: " + raise();
    }
    if (nsems == 0) {
      return "a new set needs at least one semaphore";
    }
    SemidDs set = findByKey(key);
    return set == null ? null : "the set has " + set.semNsems() + " semaphores";
  }

  private static String spaceReason(int nsems) {
    Seminfo used = SemCalls.info(Ipc.SEM_INFO);
    if ((long) used.semaem() + nsems > used.semmns()) {
      return "of SEMMNS="
          + used.semmns()
          + " semaphores "
          + used.semaem()
          + " are in use: "
          + raise();
    }
    return "of SEMMNI=" + used.semmni() + " sets " + used.semusz() + " are in use: " + raise();
  }

  /** The command that raises the limits, with those in force. */
  private static String raise() {
    Seminfo now = SemCalls.info(Ipc.IPC_INFO);
    return String.format(
        Locale.ROOT,
        "sysctl -w kernel.sem='SEMMSL SEMMNS SEMOPM SEMMNI' (now '%d %d %d %d')",
        now.semmsl(),
        now.semmns(),
        now.semopm(),
        now.semmni());
  }

  static IpcException semop(int error, int semid, Sembuf[] sops) {
    return Words.failure(
        error, Strace.semop(semid, sops), opReason(Errno.of(error), semid, sops, null));
  }

  static IpcException semtimedop(int error, int semid, Sembuf[] sops, Duration timeout) {
    return Words.failure(
        error,
        Strace.semtimedop(semid, sops, timeout),
        opReason(Errno.of(error), semid, sops, timeout));
  }

  private static String opReason(Errno errno, int semid, Sembuf[] sops, Duration timeout) {
    switch (errno) {
      case E2BIG:
        int semopm = SemCalls.info(Ipc.IPC_INFO).semopm();
        return sops.length + " operations, and SEMOPM=" + semopm + "; to raise it: " + raise();
      case EINVAL:
        return invalidReason(semid, sops, timeout);
      case EFAULT:
        return "an operation is null";
      case EFBIG:
        SemidDs set = SemCalls.find(semid);
        return set == null ? null : "the set has semaphores 0.." + (set.semNsems() - 1);
      case EACCES:
        return "the set's mode does not grant this" + owner(SemCalls.find(semid));
      case ERANGE:
        return "a value would exceed SEMVMX=" + Ipc.SEMVMX + ", or an adjustment leave 16 bits";
      case EAGAIN:
        return timeout == null ? "it would sleep" : "it would sleep, or has for " + timeout;
      case EIDRM:
        return "the set was removed meanwhile";
      case EINTR:
        return "the thread was interrupted";
      case ENOMEM:
        return "no memory, or no thread that could sleep (ulimit -u)";
      case EIO:
        return "the thread that slept has failed, and the outcome is unknown";
      default:
        return null;
    }
  }

  private static String invalidReason(int semid, Sembuf[] sops, Duration timeout) {
    if (sops.length == 0) {
      return "there is no operation";
    }
    if (timeout != null && timeout.isNegative()) {
      return "the time-out is negative";
    }
    return SemCalls.find(semid) == null ? noSet(semid) : null;
  }

  static IpcException semctl(int error, int semid, int semnum, int cmd, Object arg) {
    return Words.failure(
        error,
        Strace.semctl(semid, semnum, cmd, arg),
        ctlReason(Errno.of(error), semid, semnum, cmd));
  }

  private static String ctlReason(Errno errno, int semid, int semnum, int cmd) {
    SemidDs set = SemCalls.find(semid);
    switch (errno) {
      case EINVAL:
        return ctlInvalidReason(set, semid, semnum, cmd);
      case EACCES:
        return "the set's mode does not grant this" + owner(set);
      case EPERM:
        return "only owner, creator and CAP_SYS_ADMIN may" + owner(set);
      case EFAULT:
        return cmd == Ipc.SETALL && set != null
            ? "there are fewer values than the set's " + set.semNsems() + " semaphores"
            : "the argument is null";
      case ERANGE:
        return "a value is outside 0..SEMVMX=" + Ipc.SEMVMX;
      default:
        return null;
    }
  }

  private static String ctlInvalidReason(SemidDs set, int semid, int semnum, int cmd) {
    if (cmd == Ipc.SEM_STAT || cmd == Ipc.SEM_STAT_ANY) {
      return "no set has this index";
    }
    if (set == null) {
      return noSet(semid);
    }
    return cmd == Ipc.IPC_SET
        ? "uid or gid is no valid number"
        : "semnum " + semnum + " is outside 0.." + (set.semNsems() - 1);
  }

  private static String noSet(int semid) {
    return semid < 0 ? "a semid is 0 or more" : "no set has this id";
  }

  private static SemidDs findByKey(int key) {
    int semid = key == Ipc.IPC_PRIVATE ? -1 : Linux.semget(key, 0, 0);
    return semid < 0 ? null : SemCalls.find(semid);
  }

  private static String owner(SemidDs set) {
    return set == null ? "" : Words.owner(set.perm());
  }
}
