package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import java.util.concurrent.ConcurrentHashMap;

/**
 * shmat and shmdt: what this process has attached through this library, by address. If the process
 * dies, the kernel detaches all.
 */
final class Attaches {
  private final ConcurrentHashMap<Long, Attach> byAddress = new ConcurrentHashMap<>();
  private volatile boolean closed;

  SharedMemory shmat(int shmid, long shmaddr, int shmflg) {
    Range.unmapForgotten();
    if ((shmflg & Ipc.SHM_REMAP) != 0) {
      throw ShmFailures.shmat(Errno.EINVAL.number(), shmid, shmaddr, shmflg);
    }
    long address = Linux.shmat(shmid, shmaddr, shmflg);
    if (isError(address)) {
      throw ShmFailures.shmat((int) -address, shmid, shmaddr, shmflg);
    }
    boolean readOnly = (shmflg & Ipc.SHM_RDONLY) != 0;
    Attach attach = new Attach(this, shmid, address, sizeOf(shmid, address), readOnly);
    byAddress.put(address, attach);
    if (closed) {
      attach.close();
      throw new IllegalStateException("kernel:/ was closed during shmat");
    }
    return attach;
  }

  /** The kernel answers errors as -4095..-1, and no address is negative. */
  private static boolean isError(long address) {
    return address < 0;
  }

  /** The size of what has just been attached; the attach keeps it in being. */
  private static long sizeOf(int shmid, long address) {
    try {
      return ShmCalls.stat(shmid, Ipc.IPC_STAT).shmSegsz();
    } catch (IpcException modeChanged) {
      Linux.shmdt(address);
      throw modeChanged;
    }
  }

  void shmdt(long shmaddr) {
    Range.unmapForgotten();
    Attach attach = byAddress.get(shmaddr);
    if (attach == null) {
      throw ShmFailures.shmdt(Errno.EINVAL.number(), shmaddr);
    }
    attach.close();
  }

  void forget(Attach attach) {
    byAddress.remove(attach.address(), attach);
  }

  /** Detaches all; the first failure is thrown after the last detach. */
  void close() {
    closed = true;
    IpcException failure = null;
    for (Attach attach : byAddress.values()) {
      try {
        attach.close();
      } catch (IpcException e) {
        failure = failure == null ? e : failure;
      }
    }
    Range.unmapForgotten();
    if (failure != null) {
      throw failure;
    }
  }
}
