package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import io.sysv4j.law.Strace;

/** Why a call on shared memory failed, in words; see {@link SemFailures}. */
final class ShmFailures {
  private ShmFailures() {}

  static IpcException shmget(int error, int key, long size, int shmflg) {
    return Words.failure(
        error, Strace.shmget(key, size, shmflg), getReason(Errno.of(error), key, size));
  }

  private static String getReason(Errno errno, int key, long size) {
    switch (errno) {
      case EINVAL:
        return sizeReason(key, size);
      case EEXIST:
        return "a segment with this key exists, and IPC_EXCL was given";
      case ENOENT:
        return "no segment has this key; IPC_CREAT would make one";
      case EACCES:
        return "the segment's mode does not grant these rights" + owner(findByKey(key));
      case ENOSPC:
        return spaceReason(size);
      case ENOMEM:
        return "the kernel has not that much memory to promise (vm.overcommit_memory)";
      default:
        return null;
    }
  }

  private static String sizeReason(int key, long size) {
    ShmidDs segment = findByKey(key);
    if (segment != null) {
      return "the segment has " + segment.shmSegsz() + " bytes";
    }
    long shmmax = ShmCalls.ipcInfo().shmmax();
    return "a segment has 1 to SHMMAX="
        + Long.toUnsignedString(shmmax)
        + " bytes; to raise SHMMAX: sysctl -w kernel.shmmax=BYTES";
  }

  private static String spaceReason(long size) {
    Shminfo limits = ShmCalls.ipcInfo();
    ShmUsage used = ShmCalls.usage();
    if (used.usedIds() >= limits.shmmni()) {
      return "of SHMMNI="
          + limits.shmmni()
          + " segments "
          + used.usedIds()
          + " are in use: sysctl -w kernel.shmmni=SEGMENTS";
    }
    long pages = Long.divideUnsigned(size - 1, Linux.PAGE_SIZE) + 1;
    return "of SHMALL="
        + Long.toUnsignedString(limits.shmall())
        + " pages "
        + used.shmTot()
        + " are in use, and this needs "
        + Long.toUnsignedString(pages)
        + ": sysctl -w kernel.shmall=PAGES";
  }

  static IpcException shmat(int error, int shmid, long shmaddr, int shmflg) {
    return Words.failure(
        error, Strace.shmat(shmid, shmaddr, shmflg), atReason(Errno.of(error), shmid, shmflg));
  }

  private static String atReason(Errno errno, int shmid, int shmflg) {
    ShmidDs segment = ShmCalls.find(shmid);
    switch (errno) {
      case EINVAL:
        if ((shmflg & Ipc.SHM_REMAP) != 0) {
          return "SHM_REMAP would replace memory of the JVM";
        }
        return segment == null
            ? noSegment(shmid)
            : "the address is no multiple of SHMLBA, or something is mapped there";
      case EACCES:
        return "the segment's mode does not grant this attach" + owner(segment);
      case ENOMEM:
        return "no address space, or too many mappings (vm.max_map_count)";
      default:
        return null;
    }
  }

  static IpcException shmdt(int error, long shmaddr) {
    String reason =
        error == Errno.EINVAL.number()
            ? "this namespace has nothing attached there"
            : "its pages can't be replaced (vm.max_map_count, vm.overcommit_memory)";
    return Words.failure(error, Strace.shmdt(shmaddr), reason);
  }

  static IpcException shmctl(int error, int shmid, int cmd, Object arg) {
    return Words.failure(
        error, Strace.shmctl(shmid, cmd, arg), ctlReason(Errno.of(error), shmid, cmd));
  }

  private static String ctlReason(Errno errno, int shmid, int cmd) {
    ShmidDs segment = ShmCalls.find(shmid);
    switch (errno) {
      case EINVAL:
        if (cmd == Ipc.SHM_STAT || cmd == Ipc.SHM_STAT_ANY) {
          return "no segment has this index";
        }
        return segment == null ? noSegment(shmid) : "uid or gid is no valid number";
      case EACCES:
        return "the segment's mode does not grant this" + owner(segment);
      case EPERM:
        return cmd == Ipc.SHM_LOCK || cmd == Ipc.SHM_UNLOCK
            ? "only owner, creator and CAP_IPC_LOCK may, and RLIMIT_MEMLOCK must not be 0"
            : "only owner, creator and CAP_SYS_ADMIN may" + owner(segment);
      case EFAULT:
        return "the argument is null";
      case ENOMEM:
        return "RLIMIT_MEMLOCK does not allow it; to raise it: ulimit -l";
      default:
        return null;
    }
  }

  private static String noSegment(int shmid) {
    return shmid < 0 ? "a shmid is 0 or more" : "no segment has this id";
  }

  private static ShmidDs findByKey(int key) {
    int shmid = key == Ipc.IPC_PRIVATE ? -1 : Linux.shmget(key, 0, 0);
    return shmid < 0 ? null : ShmCalls.find(shmid);
  }

  private static String owner(ShmidDs segment) {
    return segment == null ? "" : Words.owner(segment.perm());
  }
}
