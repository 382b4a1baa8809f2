package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.law.Strace;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sync.Visit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** semget and the commands of semctl, with their checks in the kernel's order. */
public final class SemctlCalls {
  private final Engine engine;

  private final long patience;

  /**
   * The calls of one handle.
   *
   * @param patience how long they wait at a gate, in ns
   */
  public SemctlCalls(Engine engine, long patience) {
    this.engine = engine;
    this.patience = patience;
  }

  /** Each call begins with it. */
  private void begin() {
    engine.checkOpen();
    engine.visits.mine().waits(patience, false, Visit.FOREVER);
  }

  private Space space() {
    return engine.registry.space(Kind.SEM);
  }

  // ---- semget ----------------------------------------------------------------------------

  /** semget. */
  public int semget(int key, int nsems, int semflg) {
    begin();
    Supplier<String> call = () -> Strace.semget(key, nsems, semflg);
    if (nsems < 0 || nsems > engine.limits.semmsl()) {
      throw IpcException.of(
          Errno.EINVAL,
          call.get(),
          "nsems is outside 0.." + engine.limits.semmsl() + " (SEMMSL; set by ?semmsl=N)");
    }
    return Failures.during(
        call,
        () -> {
          int found = key == Ipc.IPC_PRIVATE ? -1 : engine.registry.find(Kind.SEM, key);
          return found >= 0
              ? existing(found, key, nsems, semflg, call)
              : absent(key, nsems, semflg, call);
        });
  }

  private int existing(int index, int key, int nsems, int semflg, Supplier<String> call) {
    record Seen(int id, IpcPerm perm, long nsems) {}
    Seen seen =
        engine.registry.consistent(
            () ->
                new Seen(
                    space().idAt(index),
                    space().perm(index),
                    space().getLong(index, SlotLayout.SIZE)));
    if (seen.id < 0 || seen.perm.key() != key) {
      return semget(key, nsems, semflg);
    }
    if ((semflg & Ipc.IPC_CREAT) != 0 && (semflg & Ipc.IPC_EXCL) != 0) {
      throw IpcException.of(Errno.EEXIST, call.get(), "the key belongs to set " + seen.id);
    }
    if (nsems > seen.nsems) {
      throw IpcException.of(
          Errno.EINVAL, call.get(), "set " + seen.id + " has " + seen.nsems + " semaphores");
    }
    if (!Permission.allows(seen.perm, engine.caller, semflg & 0777)) {
      throw IpcException.of(
          Errno.EACCES, call.get(), "set " + seen.id + " does not allow that to us");
    }
    return seen.id;
  }

  private int absent(int key, int nsems, int semflg, Supplier<String> call) {
    if (key != Ipc.IPC_PRIVATE && (semflg & Ipc.IPC_CREAT) == 0) {
      throw IpcException.of(Errno.ENOENT, call.get(), "no set has this key");
    }
    if (nsems == 0) {
      throw IpcException.of(Errno.EINVAL, call.get(), "a new set needs at least one semaphore");
    }
    try (NewSet set = new NewSet(engine, key, nsems, semflg, call)) {
      int made = set.make();
      return made != NewSet.FOUND ? made : semget(key, nsems, semflg);
    }
  }

  // ---- values ----------------------------------------------------------------------------

  private IpcException fail(Errno errno, int semid, int semnum, int cmd, Object arg) {
    return IpcException.of(errno, Strace.semctl(semid, semnum, cmd, arg), reason(errno, semid));
  }

  private String reason(Errno errno, int semid) {
    switch (errno) {
      case EINVAL:
        return engine.sets.isKnown(semid)
            ? "set " + semid + " has semaphores 0.." + (nsems(semid) - 1)
            : "there is no set " + semid;
      case ERANGE:
        return "a value is outside 0.." + Ipc.SEMVMX;
      case EACCES:
        return "the mode of set " + semid + " does not allow it to us";
      case EPERM:
        return "we are neither owner nor creator of set " + semid;
      case EIDRM:
        return "the set was removed";
      case EBUSY:
        return engine.visits.mine().busy("set " + semid);
      default:
        return null;
    }
  }

  private long nsems(int semid) {
    return space().getLong(IdSequence.index(semid), SlotLayout.SIZE);
  }

  /** Finds a set and checks a right; the rest of a command runs with its handle. */
  private int command(int semid, int semnum, int cmd, Object arg, ToIntFunction<SetHandle> body) {
    begin();
    return Failures.during(
        () -> Strace.semctl(semid, semnum, cmd, arg),
        () -> {
          SetHandle handle = semid < 0 ? null : engine.sets.get(semid);
          int answer = handle == null ? -Errno.EINVAL.number() : body.applyAsInt(handle);
          if (answer < 0) {
            throw fail(Errno.of(-answer), semid, semnum, cmd, arg);
          }
          return answer;
        });
  }

  private static boolean isOutside(SetHandle handle, int semnum) {
    return semnum < 0 || semnum >= handle.nsems;
  }

  /** GETVAL, GETPID, GETNCNT, GETZCNT. */
  public int get(int semid, int semnum, int cmd) {
    return command(
        semid,
        semnum,
        cmd,
        null,
        handle -> {
          if (!handle.mayRead) {
            return -Errno.EACCES.number();
          }
          if (isOutside(handle, semnum)) {
            return -Errno.EINVAL.number();
          }
          if (!handle.isWritable) {
            return handle.set.onlooker().get(semnum, cmd);
          }
          switch (cmd) {
            case Ipc.GETVAL:
              return handle.set.control().getVal(semnum);
            case Ipc.GETPID:
              return handle.set.control().getPid(semnum);
            default:
              return handle.set.control().count(semnum, cmd == Ipc.GETZCNT);
          }
        });
  }

  /** GETALL. */
  public int[] getAll(int semid) {
    int[][] vals = new int[1][];
    command(
        semid,
        0,
        Ipc.GETALL,
        null,
        handle -> {
          if (!handle.mayRead) {
            return -Errno.EACCES.number();
          }
          vals[0] = new int[handle.nsems];
          return handle.isWritable
              ? handle.set.control().getAll(vals[0])
              : handle.set.onlooker().getAll(vals[0]);
        });
    return vals[0];
  }

  /** SETVAL. */
  public void setVal(int semid, int semnum, int val) {
    begin();
    if (semid >= 0 && (val < 0 || val > Ipc.SEMVMX)) {
      throw fail(Errno.ERANGE, semid, semnum, Ipc.SETVAL, val);
    }
    command(
        semid,
        semnum,
        Ipc.SETVAL,
        val,
        handle -> {
          if (isOutside(handle, semnum)) {
            return -Errno.EINVAL.number();
          }
          return handle.mayAlter
              ? handle.set.control().setVal(semnum, val, () -> noteChange(semid))
              : -Errno.EACCES.number();
        });
  }

  /** SETALL. */
  public void setAll(int semid, int[] vals) {
    command(
        semid,
        0,
        Ipc.SETALL,
        null,
        handle -> {
          if (!handle.mayAlter) {
            return -Errno.EACCES.number();
          }
          int nsems = handle.nsems;
          if (vals == null || vals.length < nsems) {
            return -Errno.EFAULT.number();
          }
          for (int i = 0; i < nsems; i++) {
            if (vals[i] < 0 || vals[i] > Ipc.SEMVMX) {
              return -Errno.ERANGE.number();
            }
          }
          return handle.set.control().setAll(vals, () -> noteChange(semid));
        });
  }

  private void noteChange(int semid) {
    space().putLong(IdSequence.index(semid), SlotLayout.CTIME, engine.clock.now());
  }

  // ---- the set itself --------------------------------------------------------------------

  /** IPC_STAT. */
  public SemidDs stat(int semid) {
    begin();
    SemidDs ds = semid < 0 || !engine.sets.isKnown(semid) ? null : read(semid);
    return checked(ds, semid, Ipc.IPC_STAT, true);
  }

  /** SEM_STAT and SEM_STAT_ANY: the low 15 bits of the index count. */
  public SemidDs statAt(int index, int cmd) {
    begin();
    int semid = index < 0 ? -1 : space().idAt(IdSequence.index(index));
    return checked(semid < 0 ? null : read(semid), index, cmd, cmd == Ipc.SEM_STAT);
  }

  private SemidDs checked(SemidDs ds, int semid, int cmd, boolean needsRead) {
    if (ds == null) {
      throw fail(Errno.EINVAL, semid, 0, cmd, null);
    }
    if (needsRead && !Permission.allows(ds.perm(), engine.caller, Permission.READ)) {
      throw fail(Errno.EACCES, semid, 0, cmd, null);
    }
    return ds;
  }

  private SemidDs read(int semid) {
    int index = IdSequence.index(semid);
    long otime = otime(semid);
    Supplier<SemidDs> look =
        () ->
            space().isLive(semid)
                ? new SemidDs(
                    semid,
                    space().perm(index),
                    otime,
                    space().getLong(index, SlotLayout.CTIME),
                    (int) space().getLong(index, SlotLayout.SIZE))
                : null;
    return Failures.during(
        () -> Strace.semctl(semid, 0, Ipc.IPC_STAT, null), () -> engine.registry.consistent(look));
  }

  /** sem_otime is in the set's file, which SEM_STAT_ANY may not be allowed to read: then 0. */
  private long otime(int semid) {
    try {
      SetHandle handle = engine.sets.get(semid);
      return handle == null || handle.set == null ? 0 : handle.set.control().otime();
    } catch (FileProblem e) {
      if (e.errno() == Errno.EACCES) {
        return 0;
      }
      throw IpcException.of(
          e.errno(), Strace.semctl(semid, 0, Ipc.IPC_STAT, null), e.getMessage(), e);
    } catch (LostException | CorruptFileException e) {
      throw IpcException.of(
          Failures.errno(e), Strace.semctl(semid, 0, Ipc.IPC_STAT, null), e.getMessage(), e);
    }
  }

  /** IPC_SET. */
  public void set(int semid, IpcPerm perm) {
    begin();
    if (perm == null) {
      throw fail(semid < 0 ? Errno.EINVAL : Errno.EFAULT, semid, 0, Ipc.IPC_SET, null);
    }
    boolean isNobodys = perm.uid() == -1 || perm.gid() == -1;
    int answer =
        engine.inside(
            () -> Strace.semctl(semid, 0, Ipc.IPC_SET, perm),
            () -> {
              int refusal = refusalToOthers(semid);
              if (refusal < 0 || isNobodys) {
                return refusal < 0 ? refusal : -Errno.EINVAL.number();
              }
              return engine.registry.setPerm(
                  Kind.SEM, semid, perm.uid(), perm.gid(), perm.mode() & 0777, engine.clock.now());
            });
    if (answer == -Errno.EINVAL.number() && isNobodys && engine.sets.isKnown(semid)) {
      throw IpcException.of(
          Errno.EINVAL, Strace.semctl(semid, 0, Ipc.IPC_SET, perm), "a uid or gid of -1 is none");
    }
    requireDone(answer, semid, Ipc.IPC_SET, perm);
  }

  private void requireDone(int answer, int semid, int cmd, IpcPerm arg) {
    if (answer < 0) {
      throw fail(Errno.of(-answer), semid, 0, cmd, arg);
    }
  }

  /** IPC_RMID. */
  public void remove(int semid) {
    begin();
    int answer =
        Failures.during(
            () -> Strace.semctl(semid, 0, Ipc.IPC_RMID, null), new Removal(semid)::remove);
    requireDone(answer, semid, Ipc.IPC_RMID, null);
  }

  /** An IPC_RMID: maps the set before it is removed, so that its sleepers can be told. */
  private final class Removal implements Registry.Inside {
    private final int semid;
    private Runnable ending;

    Removal(int semid) {
      this.semid = semid;
    }

    int remove() {
      return engine.registry.inside(this, () -> ending = engine.sets.ending(semid));
    }

    @Override
    public int run() {
      int refusal = refusalToOthers(semid);
      if (refusal < 0 || ending == null) {
        return refusal < 0 ? refusal : Registry.AGAIN;
      }
      engine.registry.remove(Kind.SEM, semid, ending);
      return 0;
    }
  }

  /** 0 if we may set and remove a set; else a negative errno. */
  private int refusalToOthers(int semid) {
    if (semid < 0 || !engine.sets.isKnown(semid)) {
      return -Errno.EINVAL.number();
    }
    boolean isOurs = space().isOwnedBy(IdSequence.index(semid), engine.caller);
    return isOurs ? 0 : -Errno.EPERM.number();
  }

  /** IPC_INFO. */
  public Seminfo ipcInfo() {
    return info(20, Ipc.SEMAEM);
  }

  /** SEM_INFO. */
  public Seminfo semInfo() {
    return info(space().inUse(), (int) space().total());
  }

  private Seminfo info(int semusz, int semaem) {
    begin();
    IpcLimits l = engine.limits;
    return new Seminfo(
        IpcLimits.LINUX.semmns(),
        l.semmni(),
        l.semmns(),
        IpcLimits.LINUX.semmns(),
        l.semmsl(),
        l.semopm(),
        IpcLimits.LINUX.semopm(),
        semusz,
        Ipc.SEMVMX,
        semaem,
        space().highestIndex());
  }
}
