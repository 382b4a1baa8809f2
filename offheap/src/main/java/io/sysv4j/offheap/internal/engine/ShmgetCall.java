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
import java.util.function.Supplier;

/** One shmget, which may make a segment. */
final class ShmgetCall extends NewObject {
  private static final long PAGE = 4096;

  /** More than any machine's address space has. */
  private static final long LARGEST = 1L << 47;

  private final long size;
  private final long pages;
  private final int shmflg;
  private boolean isFound;
  private boolean isTooLarge;

  ShmgetCall(Engine engine, int key, long size, int shmflg, Supplier<String> call) {
    super(engine, call, Kind.SHM, key, shmflg, size, Registry.pages(size));
    this.size = size;
    this.pages = draft.amount();
    this.shmflg = shmflg;
  }

  /** Does it; answers the identifier. */
  int answer() {
    int answer = pass();
    if (answer < 0) {
      throw failure(Errno.of(-answer));
    }
    return answer;
  }

  @Override
  NewFile makeFile() {
    MappedFile.Access access = new MappedFile.Access(draft.uid(), draft.gid(), draft.mode());
    return SegmentFile.make(engine.directory, Kind.SHM.file(id), pages * PAGE, access);
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
    id = space().idAt(index);
    if (isAsked(Ipc.IPC_CREAT) && isAsked(Ipc.IPC_EXCL)) {
      return -Errno.EEXIST.number();
    }
    if (Long.compareUnsigned(size, space().getLong(index, SlotLayout.SIZE)) > 0) {
      return -Errno.EINVAL.number();
    }
    return space().allows(index, engine.caller, shmflg & 0777) ? id : -Errno.EACCES.number();
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
    id = space().inUse() >= engine.limits.shmmni() ? -1 : engine.registry.next(Kind.SHM);
    return id < 0 ? -Errno.ENOSPC.number() : add();
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
        return "the key belongs to segment " + id;
      case EACCES:
        return "segment " + id + " does not allow that to us";
      case ENOMEM:
        return "no address space has room for it";
      default:
        return isFound ? tooFew() : badSize();
    }
  }

  private String tooFew() {
    long segsz = space().getLong(IdSequence.index(id), SlotLayout.SIZE);
    return "segment " + id + " has " + segsz + " bytes";
  }

  private String badSize() {
    return isOutsideLimits()
        ? "a new segment has 1.."
            + Long.toUnsignedString(engine.limits.shmmax())
            + " bytes (SHMMAX; set by ?shmmax=N)"
        : "no file can have so many bytes";
  }
}
