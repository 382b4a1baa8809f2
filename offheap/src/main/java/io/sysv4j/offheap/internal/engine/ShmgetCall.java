package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.memory.SegmentFile;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import java.util.function.Supplier;

/**
 * One shmget. A new segment's file is made outside the registry's gate, once the tables have said
 * that there is room for it; inside it only gets its name and its slot.
 */
final class ShmgetCall implements Registry.Inside, AutoCloseable {
  private static final long PAGE = 4096;

  /** More than any machine's address space has. */
  private static final long LARGEST = 1L << 47;

  private final Engine engine;
  private final Supplier<String> call;
  private final long size;
  private final long pages;
  private final int shmflg;
  private final Registry.Draft draft;
  private NewFile file;
  private int attempts;
  private int shmid;
  private int named;
  private boolean isFound;
  private boolean isTooLarge;

  ShmgetCall(Engine engine, int key, long size, int shmflg, Supplier<String> call) {
    int euid = engine.caller.euid();
    int egid = engine.caller.egid();
    this.engine = engine;
    this.call = call;
    this.size = size;
    this.pages = Registry.pages(size);
    this.shmflg = shmflg;
    this.draft = new Registry.Draft(Kind.SHM, key, euid, egid, shmflg & 0777, size, pages);
  }

  private Space space() {
    return engine.registry.space(Kind.SHM);
  }

  /** Does it; answers the identifier. */
  int answer() {
    int answer = engine.registry.inside(this, this::prepare);
    if (named < 0) {
      throw file.unnamed(named, Kind.SHM.file(shmid));
    }
    if (answer < 0) {
      throw failure(Errno.of(-answer));
    }
    return answer;
  }

  private void prepare() {
    MappedFile.Access access = new MappedFile.Access(draft.uid(), draft.gid(), draft.mode());
    String name = Kind.SHM.file(shmid);
    file =
        engine.sets.makeFile(
            attempts++, () -> SegmentFile.make(engine.directory, name, pages * PAGE, access));
  }

  // ---- under the gate --------------------------------------------------------------------

  @Override
  public int run() {
    boolean isPrivate = draft.key() == Ipc.IPC_PRIVATE;
    int index = isPrivate ? -1 : engine.registry.findInside(Kind.SHM, draft.key());
    isFound = index >= 0;
    if (isFound) {
      return existing(index);
    }
    return isPrivate || isAsked(Ipc.IPC_CREAT) ? create() : -Errno.ENOENT.number();
  }

  private boolean isAsked(int flag) {
    return (shmflg & flag) != 0;
  }

  private int existing(int index) {
    shmid = space().idAt(index);
    if (isAsked(Ipc.IPC_CREAT) && isAsked(Ipc.IPC_EXCL)) {
      return -Errno.EEXIST.number();
    }
    if (Long.compareUnsigned(size, space().getLong(index, SlotLayout.SIZE)) > 0) {
      return -Errno.EINVAL.number();
    }
    return space().allows(index, engine.caller, shmflg & 0777) ? shmid : -Errno.EACCES.number();
  }

  private int create() {
    if (isOutsideLimits()) {
      return -Errno.EINVAL.number();
    }
    isTooLarge = Long.compareUnsigned(space().total() + pages, engine.limits.shmall()) > 0;
    if (isTooLarge) {
      return -Errno.ENOSPC.number();
    }
    if (size < 0) {
      return -Errno.EINVAL.number();
    }
    if (size > LARGEST) {
      return -Errno.ENOMEM.number();
    }
    shmid = space().inUse() >= engine.limits.shmmni() ? -1 : engine.registry.next(Kind.SHM);
    if (shmid < 0) {
      return -Errno.ENOSPC.number();
    }
    if (file == null) {
      return Registry.AGAIN;
    }
    named = engine.registry.add(shmid, draft, engine.clock.now(), file);
    return named < 0 ? named : shmid;
  }

  private boolean isOutsideLimits() {
    return size == 0 || Long.compareUnsigned(size, engine.limits.shmmax()) > 0;
  }

  // ---- why not ---------------------------------------------------------------------------

  private IpcException failure(Errno errno) {
    if (errno == Errno.ENOSPC) {
      return isTooLarge
          ? Full.of(call, "SHMALL", engine.limits.shmall(), space().total(), "pages")
          : Full.of(call, "SHMMNI", engine.limits.shmmni(), space().inUse(), "segments");
    }
    return IpcException.of(errno, call.get(), reason(errno));
  }

  private String reason(Errno errno) {
    switch (errno) {
      case ENOENT:
        return "no segment has this key";
      case EEXIST:
        return "the key belongs to segment " + shmid;
      case EACCES:
        return "segment " + shmid + " does not allow that to us";
      case ENOMEM:
        return "no address space has room for it";
      default:
        return isFound ? tooFew() : badSize();
    }
  }

  private String tooFew() {
    long segsz = space().getLong(IdSequence.index(shmid), SlotLayout.SIZE);
    return "segment " + shmid + " has " + segsz + " bytes";
  }

  private String badSize() {
    return isOutsideLimits()
        ? "a new segment has 1.."
            + Long.toUnsignedString(engine.limits.shmmax())
            + " bytes (SHMMAX; set by ?shmmax=N)"
        : "no file can have so many bytes";
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
