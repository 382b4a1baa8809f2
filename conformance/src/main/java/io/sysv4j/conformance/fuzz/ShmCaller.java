package io.sysv4j.conformance.fuzz;

import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import io.sysv4j.Shmun;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Shared memory. Keeps the attaches that were made, by the numbers that the program gave them. */
final class ShmCaller {
  private static final long[] NOTHING = {};

  private final IpcNamespace namespace;
  private final Map<Long, SharedMemory> attaches = new HashMap<>();

  ShmCaller(IpcNamespace namespace) {
    this.namespace = namespace;
  }

  /** The numbers that the call returned. */
  long[] call(Call call) {
    int a = call.size() > 0 ? call.number(0) : 0;
    switch (call.kind()) {
      case SHMGET:
        return one(namespace.shmget(a, call.arg(1), call.number(2)));
      case SHMAT:
        return attach(call);
      case SHMDT:
        return one(detachTwice(call));
      case PEEK:
        return one(at(call).buffer(call.arg(1), 1).get(0));
      case SHM_IPC_STAT:
        return numbers(namespace.shmStat(a));
      case SHM_STAT:
        return numbers(namespace.shmStatAt(a));
      case SHM_STAT_ANY:
        return numbers(namespace.shmStatAnyAt(a));
      case SHM_IPC_INFO:
        return numbers(namespace.shmIpcInfo());
      case SHM_INFO:
        return numbers(namespace.shmInfo());
      case SHMCTL:
        return shmctl(a, call.number(1), call.number(2) != 0);
      default:
        change(call, a);
        return NOTHING;
    }
  }

  private void change(Call call, int shmid) {
    switch (call.kind()) {
      case SHMDT_AT:
        namespace.shmdt(call.arg(0));
        break;
      case POKE:
        ByteBuffer buffer = at(call).buffer(call.arg(1), 1);
        buffer.put(0, (byte) call.number(2));
        break;
      case SHM_IPC_SET:
        namespace.shmSet(
            shmid, new IpcPerm(0, call.number(1), call.number(2), 0, 0, call.number(3), 0));
        break;
      case SHM_IPC_SET_NULL:
        namespace.shmSet(shmid, null);
        break;
      case SHM_IPC_RMID:
        namespace.shmRmid(shmid);
        break;
      case SHM_LOCK:
        namespace.shmLock(shmid);
        break;
      case SHM_UNLOCK:
        namespace.shmUnlock(shmid);
        break;
      default:
        throw new IllegalArgumentException(call.kind() + " is not a call on shared memory");
    }
  }

  /** The last argument is the number that the attach gets. */
  private long[] attach(Call call) {
    SharedMemory attach = namespace.shmat(call.number(0), call.arg(1), call.number(2));
    attaches.put(call.arg(3), attach);
    return new long[] {call.arg(3), attach.size(), attach.isReadOnly() ? 1 : 0};
  }

  private int detachTwice(Call call) {
    SharedMemory attach = at(call);
    namespace.shmdt(attach.address());
    attaches.remove(call.arg(0));
    try {
      namespace.shmdt(attach.address());
      return 0;
    } catch (IpcException e) {
      return e.errno().number();
    }
  }

  private SharedMemory at(Call call) {
    return attaches.get(call.arg(0));
  }

  void detachAll() {
    attaches.values().forEach(SharedMemory::close);
    attaches.clear();
  }

  private long[] shmctl(int shmid, int cmd, boolean withArg) {
    Shmun arg = withArg ? new Shmun() : null;
    if (withArg && cmd == Ipc.IPC_SET) {
      arg.buf = namespace.shmStat(shmid);
    }
    int result = namespace.shmctl(shmid, cmd, arg);
    boolean compared = cmd <= Ipc.IPC_STAT || cmd == Ipc.SHM_LOCK || cmd == Ipc.SHM_UNLOCK;
    return compared ? one(result) : NOTHING;
  }

  private static long[] one(long value) {
    return new long[] {value};
  }

  private static long[] numbers(ShmidDs ds) {
    IpcPerm perm = ds.perm();
    return new long[] {
      ds.shmid(),
      perm.key(),
      perm.uid(),
      perm.gid(),
      perm.cuid(),
      perm.cgid(),
      perm.mode(),
      perm.seq(),
      ds.shmSegsz(),
      ds.shmAtime(),
      ds.shmDtime(),
      ds.shmCtime(),
      ds.shmCpid(),
      ds.shmLpid(),
      ds.shmNattch()
    };
  }

  private static long[] numbers(Shminfo info) {
    return new long[] {
      info.shmmax(), info.shmmin(), info.shmmni(), info.shmseg(), info.shmall(), info.highestIndex()
    };
  }

  private static long[] numbers(ShmUsage usage) {
    return new long[] {
      usage.usedIds(), usage.shmTot(), usage.shmRss(), usage.shmSwp(), usage.highestIndex()
    };
  }
}
