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
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.SegmentFile;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sync.Visit;
import java.util.Locale;
import java.util.function.Supplier;

/** shmget, shmat, shmdt and the commands of shmctl, with their checks in the kernel's order. */
public final class ShmCalls {
  private static final long PAGE = 4096;

  /** More than any machine's address space has. */
  private static final long LARGEST = 1L << 47;

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
    return Failures.during(
        call,
        () ->
            engine.sets.withStorage(
                () -> engine.registry.inside(() -> getInside(key, size, shmflg, call))));
  }

  private int getInside(int key, long size, int shmflg, Supplier<String> call) {
    int index = key == Ipc.IPC_PRIVATE ? -1 : engine.registry.findInside(Kind.SHM, key);
    if (index >= 0) {
      return existing(index, size, shmflg, call);
    }
    if (key != Ipc.IPC_PRIVATE && (shmflg & Ipc.IPC_CREAT) == 0) {
      throw IpcException.of(Errno.ENOENT, call.get(), "no segment has this key");
    }
    return create(key, size, shmflg, call);
  }

  private int existing(int index, long size, int shmflg, Supplier<String> call) {
    int shmid = space().idAt(index);
    long segsz = space().getLong(index, SlotLayout.SIZE);
    if ((shmflg & Ipc.IPC_CREAT) != 0 && (shmflg & Ipc.IPC_EXCL) != 0) {
      throw IpcException.of(Errno.EEXIST, call.get(), "the key belongs to segment " + shmid);
    }
    if (Long.compareUnsigned(size, segsz) > 0) {
      throw IpcException.of(
          Errno.EINVAL, call.get(), "segment " + shmid + " has " + segsz + " bytes");
    }
    if (!Permission.allows(space().perm(index), engine.caller, shmflg & 0777)) {
      throw IpcException.of(
          Errno.EACCES, call.get(), "segment " + shmid + " does not allow that to us");
    }
    return shmid;
  }

  private int create(int key, long size, int shmflg, Supplier<String> call) {
    IpcLimits limits = engine.limits;
    if (size == 0 || Long.compareUnsigned(size, limits.shmmax()) > 0) {
      throw IpcException.of(
          Errno.EINVAL,
          call.get(),
          "a new segment has 1.."
              + Long.toUnsignedString(limits.shmmax())
              + " bytes (SHMMAX; set by ?shmmax=N)");
    }
    long pages = Registry.pages(size);
    if (Long.compareUnsigned(space().total() + pages, limits.shmall()) > 0) {
      throw full(call, "SHMALL", Long.toUnsignedString(limits.shmall()), space().total(), "pages");
    }
    if (size < 0) {
      throw IpcException.of(Errno.EINVAL, call.get(), "no file can have so many bytes");
    }
    if (size > LARGEST) {
      throw IpcException.of(Errno.ENOMEM, call.get(), "no address space has room for it");
    }
    IdSequence id = space().inUse() >= limits.shmmni() ? null : engine.registry.next(Kind.SHM);
    if (id == null) {
      throw full(call, "SHMMNI", "" + limits.shmmni(), space().inUse(), "segments");
    }
    int euid = engine.caller.euid();
    int egid = engine.caller.egid();
    IpcPerm perm = new IpcPerm(key, euid, egid, euid, egid, shmflg & 0777, id.seq());
    String name = Kind.SHM.file(id.id());
    engine.directory.unlink(name);
    engine.registry.add(
        Kind.SHM,
        id,
        perm,
        size,
        pages,
        engine.clock.now(),
        () -> SegmentFile.create(engine.directory, name, pages * PAGE, access(perm)));
    return id.id();
  }

  static MappedFile.Access access(IpcPerm perm) {
    return new MappedFile.Access(perm.uid(), perm.gid(), perm.mode() & 0777);
  }

  private static IpcException full(
      Supplier<String> call, String limit, String value, long use, String what) {
    return IpcException.of(
        Errno.ENOSPC,
        call.get(),
        use
            + " "
            + what
            + " are in use, the limit "
            + limit
            + " is "
            + value
            + "; remove what nobody needs, or make a namespace with a higher ?"
            + limit.toLowerCase(Locale.ROOT)
            + "=N");
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
    boolean readOnly = (shmflg & Ipc.SHM_RDONLY) != 0;
    boolean exec = (shmflg & Ipc.SHM_EXEC) != 0;
    int wanted = Permission.READ | (readOnly ? 0 : Permission.WRITE) | (exec ? Permission.EXEC : 0);
    try {
      return engine.registry.inside(
          () -> {
            require(shmid, call);
            if (!Permission.allows(perm(shmid), engine.caller, wanted)) {
              throw IpcException.of(
                  Errno.EACCES, call, "segment " + shmid + " does not allow that to us");
            }
            return engine.segments.attach(shmid, address, readOnly, exec, call, patience);
          });
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

  /** Under the gate: a segment marked for destruction lives as long as those who attached it. */
  private boolean isLive(int shmid) {
    boolean live = shmid >= 0 && space().isLive(shmid);
    if (live && (perm(shmid).mode() & Ipc.SHM_DEST) != 0) {
      engine.segments.nattch(shmid);
      live = space().isLive(shmid);
    }
    return live;
  }

  private void require(int shmid, String call) {
    if (!isLive(shmid)) {
      throw IpcException.of(Errno.EINVAL, call, "there is no segment " + shmid);
    }
  }

  private IpcPerm perm(int shmid) {
    return space().perm(IdSequence.index(shmid));
  }

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

  private ShmidDs stat(int arg, int cmd, Supplier<Integer> id, boolean needsRead) {
    begin();
    String call = Strace.shmctl(arg, cmd, null);
    return engine.inside(
        () -> call,
        () -> {
          int shmid = id.get();
          require(shmid, call);
          if (needsRead && !Permission.allows(perm(shmid), engine.caller, Permission.READ)) {
            throw IpcException.of(Errno.EACCES, call, "its mode does not allow it to us");
          }
          int nattch = engine.segments.nattch(shmid);
          require(shmid, call);
          return read(shmid, nattch);
        });
  }

  private ShmidDs read(int shmid, int nattch) {
    int index = IdSequence.index(shmid);
    return new ShmidDs(
        shmid,
        perm(shmid),
        space().getLong(index, SlotLayout.SIZE),
        space().getLong(index, SlotLayout.ATIME),
        space().getLong(index, SlotLayout.DTIME),
        space().getLong(index, SlotLayout.CTIME),
        space().getInt(index, SlotLayout.CPID),
        space().getInt(index, SlotLayout.LPID),
        nattch);
  }

  /** IPC_SET. */
  public void set(int shmid, IpcPerm perm) {
    begin();
    String call = Strace.shmctl(shmid, Ipc.IPC_SET, perm);
    if (perm == null) {
      throw IpcException.of(shmid < 0 ? Errno.EINVAL : Errno.EFAULT, call, "the perm is null");
    }
    owned(
        shmid,
        call,
        old -> {
          if (perm.uid() == -1 || perm.gid() == -1) {
            throw IpcException.of(Errno.EINVAL, call, "a uid or gid of -1 is none");
          }
          int mode = perm.mode() & 0777 | old.mode() & KEPT_BITS;
          IpcPerm set = old.with(perm.uid(), perm.gid(), mode);
          engine.registry.setPerm(
              Kind.SHM, shmid, set, engine.clock.now(), () -> setFile(shmid, set, call));
        });
  }

  private void setFile(int shmid, IpcPerm set, String call) {
    Errno errno = MappedFile.setAccess(engine.directory, Kind.SHM.file(shmid), access(set));
    if (errno != Errno.SUCCESS) {
      throw IpcException.of(errno, call, "the file's owner or mode can't be set");
    }
  }

  private void owned(int shmid, String call, java.util.function.Consumer<IpcPerm> body) {
    engine.inside(
        () -> call,
        () -> {
          require(shmid, call);
          IpcPerm perm = perm(shmid);
          if (!Permission.owns(perm, engine.caller)) {
            throw IpcException.of(Errno.EPERM, call, "we are neither its owner nor its creator");
          }
          body.accept(perm);
          return null;
        });
  }

  /** IPC_RMID. */
  public void remove(int shmid) {
    begin();
    owned(
        shmid,
        Strace.shmctl(shmid, Ipc.IPC_RMID, null),
        perm -> {
          if (engine.segments.nattch(shmid) > 0) {
            engine.registry.markForDestruction(shmid, perm.mode() | Ipc.SHM_DEST);
          } else if (space().isLive(shmid)) {
            engine.registry.remove(Kind.SHM, shmid);
          }
        });
  }

  /**
   * SHM_LOCK and SHM_UNLOCK: a state that everyone sees; the pages stay where the system puts them.
   */
  public void setLock(int shmid, boolean locked) {
    begin();
    String call = Strace.shmctl(shmid, locked ? Ipc.SHM_LOCK : Ipc.SHM_UNLOCK, null);
    engine.inside(
        () -> call,
        () -> {
          require(shmid, call);
          IpcPerm perm = perm(shmid);
          if (!Permission.maySetLock(perm, engine.caller)) {
            throw IpcException.of(Errno.EPERM, call, "we are neither its owner nor its creator");
          }
          int mode = locked ? perm.mode() | Ipc.SHM_LOCKED : perm.mode() & ~Ipc.SHM_LOCKED;
          space().putInt(IdSequence.index(shmid), SlotLayout.MODE, mode);
          return null;
        });
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
