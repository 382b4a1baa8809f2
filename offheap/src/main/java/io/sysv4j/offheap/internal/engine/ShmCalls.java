package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcPerm;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.law.Strace;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.SegmentFile;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sync.Visit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** shmget, shmat, shmdt and the commands of shmctl, with their checks in the kernel's order. */
public final class ShmCalls {
  private static final int INVALID = -Errno.EINVAL.number();

  private static final int KEPT_BITS = Ipc.SHM_DEST | Ipc.SHM_LOCKED;

  private final Engine engine;

  private final long patience;

  /**
   * The calls of one handle.
   *
   * @param patience how long they wait at a gate, in ns
   */
  public ShmCalls(Engine engine, long patience) {
    this.engine = engine;
    this.patience = patience;
  }

  /** Each call begins with it. */
  private void begin() {
    engine.checkOpen();
    engine.visits.mine().waits(patience, false, Visit.FOREVER);
  }

  private Space space() {
    return engine.registry.space(Kind.SHM);
  }

  // ---- shmget ----------------------------------------------------------------------------

  /** shmget. */
  public int shmget(int key, long size, int shmflg) {
    begin();
    Supplier<String> call = () -> Strace.shmget(key, size, shmflg);
    try (ShmgetCall shmget = new ShmgetCall(engine, key, size, shmflg, call)) {
      return Failures.during(call, shmget::answer);
    }
  }

  // ---- shmat, shmdt ----------------------------------------------------------------------

  /** shmat. */
  public SharedMemory shmat(int shmid, long shmaddr, int shmflg) {
    begin();
    String call = Strace.shmat(shmid, shmaddr, shmflg);
    if (shmid < 0) {
      throw IpcException.of(Errno.EINVAL, call, "a shmid is 0 or more");
    }
    long address = address(shmaddr, shmflg, call);
    try {
      return new ShmatCall(engine, shmid, address, shmflg, call, patience).attach();
    } catch (CorruptFileException e) {
      throw IpcException.of(e.errno(), call, e.getMessage(), e);
    } catch (FileProblem e) {
      Errno errno = e.errno() == Errno.EEXIST ? Errno.EINVAL : e.errno();
      throw IpcException.of(errno == Errno.ENOENT ? Errno.EIDRM : errno, call, e.getMessage(), e);
    }
  }

  private static long address(long shmaddr, int shmflg, String call) {
    if ((shmflg & Ipc.SHM_REMAP) != 0) {
      throw IpcException.of(Errno.EINVAL, call, "SHM_REMAP would replace memory of the JVM");
    }
    long rest = shmaddr & Ipc.SHMLBA - 1;
    if (rest != 0 && (shmflg & Ipc.SHM_RND) == 0) {
      throw IpcException.of(
          Errno.EINVAL, call, "the address is no multiple of SHMLBA " + Ipc.SHMLBA);
    }
    if (shmaddr != 0 && shmaddr == rest) {
      throw IpcException.of(Errno.EINVAL, call, "the address is rounded down to 0");
    }
    return shmaddr - rest;
  }

  /** shmdt. */
  public void shmdt(long shmaddr) {
    begin();
    if (!engine.segments.detach(shmaddr)) {
      throw IpcException.of(
          Errno.EINVAL, Strace.shmdt(shmaddr), "nothing of this namespace is attached there");
    }
  }

  // ---- shmctl ----------------------------------------------------------------------------

  /** IPC_STAT. */
  public ShmidDs stat(int shmid) {
    return stat(shmid, Ipc.IPC_STAT, () -> shmid, true);
  }

  /** SHM_STAT and SHM_STAT_ANY: the low 15 bits of the index count. */
  public ShmidDs statAt(int index, int cmd) {
    return stat(
        index,
        cmd,
        () -> index < 0 ? -1 : space().idAt(IdSequence.index(index)),
        cmd == Ipc.SHM_STAT);
  }

  private ShmidDs stat(int arg, int cmd, IntSupplier id, boolean needsRead) {
    begin();
    String call = Strace.shmctl(arg, cmd, null);
    ShmidLook look = new ShmidLook(space());
    int answer =
        engine.inside(
            () -> call,
            () -> {
              look.shmid = id.getAsInt();
              return look(look, needsRead);
            });
    requireDone(answer, look.shmid, call);
    return look.told();
  }

  private int look(ShmidLook look, boolean needsRead) {
    if (!engine.segments.isLive(look.shmid)) {
      return INVALID;
    }
    int index = IdSequence.index(look.shmid);
    if (needsRead && !space().allows(index, engine.caller, Permission.READ)) {
      return -Errno.EACCES.number();
    }
    int nattch = engine.segments.nattch(look.shmid);
    if (!engine.segments.isLive(look.shmid)) {
      return INVALID;
    }
    look.take(nattch);
    return 0;
  }

  private static void requireDone(int answer, int shmid, String call) {
    if (answer < 0) {
      Errno errno = Errno.of(-answer);
      throw IpcException.of(errno, call, reason(errno, shmid));
    }
  }

  private static String reason(Errno errno, int shmid) {
    switch (errno) {
      case EINVAL:
        return "there is no segment " + shmid;
      case EACCES:
        return "its mode does not allow it to us";
      default:
        return "we are neither its owner nor its creator";
    }
  }

  /** IPC_SET. */
  public void set(int shmid, IpcPerm perm) {
    begin();
    String call = Strace.shmctl(shmid, Ipc.IPC_SET, perm);
    if (perm == null) {
      throw IpcException.of(shmid < 0 ? Errno.EINVAL : Errno.EFAULT, call, "the perm is null");
    }
    Setting setting = new Setting(shmid, perm);
    int answer = engine.inside(() -> call, setting);
    if (answer < 0 && setting.isOurs) {
      throw IpcException.of(Errno.of(-answer), call, setting.reason());
    }
    requireDone(answer, shmid, call);
  }

  /** An IPC_SET. */
  private final class Setting implements Registry.Inside {
    private final int shmid;
    private final IpcPerm perm;
    private final boolean isNobodys;

    /** Whether the segment is there, and we may set it; then it is something else that fails. */
    boolean isOurs;

    Setting(int shmid, IpcPerm perm) {
      this.shmid = shmid;
      this.perm = perm;
      this.isNobodys = perm.uid() == -1 || perm.gid() == -1;
    }

    @Override
    public int run() {
      int refusal = refusalToOthers(shmid);
      if (refusal < 0) {
        return refusal;
      }
      isOurs = true;
      int kept = space().getInt(IdSequence.index(shmid), SlotLayout.MODE) & KEPT_BITS;
      int mode = perm.mode() & 0777 | kept;
      return isNobodys
          ? INVALID
          : engine.registry.setPerm(
              Kind.SHM, shmid, perm.uid(), perm.gid(), mode, engine.clock.now());
    }

    String reason() {
      return isNobodys ? "a uid or gid of -1 is none" : "the file's owner or mode can't be set";
    }
  }

  /** 0 if we may set and remove a segment; else a negative errno. Under the gate. */
  private int refusalToOthers(int shmid) {
    if (!engine.segments.isLive(shmid)) {
      return INVALID;
    }
    boolean isOurs = space().isOwnedBy(IdSequence.index(shmid), engine.caller);
    return isOurs ? 0 : -Errno.EPERM.number();
  }

  /** IPC_RMID. */
  public void remove(int shmid) {
    begin();
    String call = Strace.shmctl(shmid, Ipc.IPC_RMID, null);
    int answer = engine.inside(() -> call, () -> removeInside(shmid));
    requireDone(answer, shmid, call);
  }

  private int removeInside(int shmid) {
    int refusal = refusalToOthers(shmid);
    if (refusal < 0) {
      return refusal;
    }
    if (engine.segments.nattch(shmid) > 0) {
      int mode = space().getInt(IdSequence.index(shmid), SlotLayout.MODE);
      engine.registry.markForDestruction(shmid, mode | Ipc.SHM_DEST);
    } else if (space().isLive(shmid)) {
      engine.registry.remove(shmid);
    }
    return 0;
  }

  /**
   * SHM_LOCK and SHM_UNLOCK: a state that everyone sees; the pages stay where the system puts them.
   */
  public void setLock(int shmid, boolean locked) {
    begin();
    String call = Strace.shmctl(shmid, locked ? Ipc.SHM_LOCK : Ipc.SHM_UNLOCK, null);
    int answer = engine.inside(() -> call, () -> lockInside(shmid, locked));
    requireDone(answer, shmid, call);
  }

  private int lockInside(int shmid, boolean locked) {
    if (!engine.segments.isLive(shmid)) {
      return INVALID;
    }
    int index = IdSequence.index(shmid);
    if (!space().mayLock(index, engine.caller)) {
      return -Errno.EPERM.number();
    }
    int mode = space().getInt(index, SlotLayout.MODE);
    int set = locked ? mode | Ipc.SHM_LOCKED : mode & ~Ipc.SHM_LOCKED;
    space().putInt(index, SlotLayout.MODE, set);
    return 0;
  }

  /** IPC_INFO. */
  public Shminfo ipcInfo() {
    begin();
    IpcLimits l = engine.limits;
    return new Shminfo(l.shmmax(), 1, l.shmmni(), l.shmmni(), l.shmall(), space().highestIndex());
  }

  /** SHM_INFO. */
  public ShmUsage info() {
    begin();
    long resident = 0;
    for (int index = 0; index < space().limit(); index++) {
      int shmid = space().idAt(index);
      resident += shmid < 0 ? 0 : SegmentFile.pages(engine.directory, Kind.SHM.file(shmid));
    }
    return new ShmUsage(space().inUse(), space().total(), resident, 0, space().highestIndex());
  }
}
