package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import java.util.function.Supplier;

/** A set that semget makes. */
final class NewSet extends NewObject {
  /** What {@link #make} answers if another caller has made a set with this key meanwhile. */
  static final int FOUND = -Errno.EEXIST.number();

  private static final int NO_ROOM = -Errno.ENOSPC.number();

  private final int nsems;
  private boolean isTooMany;

  NewSet(Engine engine, int key, int nsems, int semflg, Supplier<String> call) {
    super(engine, call, Kind.SEM, key, semflg, nsems, nsems);
    this.nsems = nsems;
  }

  /** Makes it; answers its identifier, or {@link #FOUND}. */
  int make() {
    int answer = pass();
    if (answer == NO_ROOM) {
      throw noRoom();
    }
    return answer;
  }

  @Override
  NewFile makeFile() {
    int mode = SetFiles.fileMode(draft.mode());
    MappedFile.Access access = new MappedFile.Access(draft.uid(), draft.gid(), mode);
    return engine.sets.files.make(id, nsems, access);
  }

  @Override
  public int run() {
    if (draft.key() != Ipc.IPC_PRIVATE && engine.registry.findInside(Kind.SEM, draft.key()) >= 0) {
      return FOUND;
    }
    isTooMany = space().total() + nsems > engine.limits.semmns();
    id = space().inUse() >= engine.limits.semmni() ? -1 : engine.registry.next(Kind.SEM);
    return isTooMany || id < 0 ? NO_ROOM : add();
  }

  private IpcException noRoom() {
    return isTooMany
        ? Full.of(call, "SEMMNS", engine.limits.semmns(), space().total(), "semaphores")
        : Full.of(call, "SEMMNI", engine.limits.semmni(), space().inUse(), "sets");
  }
}
