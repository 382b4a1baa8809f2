package io.sysv4j.conformance.fuzz;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.Semun;
import java.util.Arrays;

/** semget and semctl. */
final class SemCaller {
  private static final long[] NOTHING = {};

  private final IpcNamespace namespace;

  SemCaller(IpcNamespace namespace) {
    this.namespace = namespace;
  }

  /** The numbers that the call returned. */
  long[] call(Call call) {
    int a = call.size() > 0 ? call.number(0) : 0;
    switch (call.kind()) {
      case SEMGET:
        return one(namespace.semget(a, call.number(1), call.number(2)));
      case GETVAL:
        return one(namespace.getVal(a, call.number(1)));
      case GETPID:
        return one(namespace.getPid(a, call.number(1)));
      case GETNCNT:
        return one(namespace.getNcnt(a, call.number(1)));
      case GETZCNT:
        return one(namespace.getZcnt(a, call.number(1)));
      case GETALL:
        return Arrays.stream(namespace.getAll(a)).asLongStream().toArray();
      case SEM_IPC_STAT:
        return numbers(namespace.semStat(a));
      case SEM_STAT:
        return numbers(namespace.semStatAt(a));
      case SEM_STAT_ANY:
        return numbers(namespace.semStatAnyAt(a));
      case SEM_IPC_INFO:
        return numbers(namespace.semIpcInfo());
      case SEM_INFO:
        return numbers(namespace.semInfo());
      case SEMCTL:
        return semctl(a, call.number(1), call.number(2), call.number(3) != 0);
      default:
        change(call, a);
        return NOTHING;
    }
  }

  private void change(Call call, int semid) {
    switch (call.kind()) {
      case SETVAL:
        namespace.setVal(semid, call.number(1), call.number(2));
        break;
      case SETALL:
        namespace.setAll(semid, Arrays.stream(call.rest(1)).mapToInt(v -> (int) v).toArray());
        break;
      case SETALL_NULL:
        namespace.setAll(semid, (int[]) null);
        break;
      case SEM_IPC_SET:
        namespace.semSet(
            semid, new IpcPerm(0, call.number(1), call.number(2), 0, 0, call.number(3), 0));
        break;
      case SEM_IPC_SET_NULL:
        namespace.semSet(semid, null);
        break;
      case SEM_IPC_RMID:
        namespace.semRmid(semid);
        break;
      default:
        throw new IllegalArgumentException(call.kind() + " is not a call on semaphores");
    }
  }

  /**
   * The command as a C program gives it. SETVAL and SETALL get 1s, and IPC_SET what IPC_STAT says.
   * The answer of the commands that return an index is left to the calls that have it typed.
   */
  private long[] semctl(int semid, int semnum, int cmd, boolean withArg) {
    Semun arg = withArg ? Semun.val(1) : null;
    if (withArg && cmd == Ipc.SETALL) {
      arg.array = new int[64];
      Arrays.fill(arg.array, 1);
    }
    if (withArg && cmd == Ipc.IPC_SET) {
      arg.buf = namespace.semStat(semid);
    }
    int result = namespace.semctl(semid, semnum, cmd, arg);
    boolean compared = cmd >= Ipc.GETPID && cmd <= Ipc.SETALL || cmd <= Ipc.IPC_STAT;
    return compared ? one(result) : NOTHING;
  }

  private static long[] one(long value) {
    return new long[] {value};
  }

  private static long[] numbers(SemidDs ds) {
    IpcPerm perm = ds.perm();
    return new long[] {
      ds.semid(),
      perm.key(),
      perm.uid(),
      perm.gid(),
      perm.cuid(),
      perm.cgid(),
      perm.mode(),
      perm.seq(),
      ds.semOtime(),
      ds.semCtime(),
      ds.semNsems()
    };
  }

  private static long[] numbers(Seminfo info) {
    return new long[] {
      info.semmap(),
      info.semmni(),
      info.semmns(),
      info.semmnu(),
      info.semmsl(),
      info.semopm(),
      info.semume(),
      info.semusz(),
      info.semvmx(),
      info.semaem(),
      info.highestIndex()
    };
  }
}
