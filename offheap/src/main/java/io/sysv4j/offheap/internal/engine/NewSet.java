package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import java.util.function.Supplier;

/**
 * A set that semget makes. Its file is made outside the registry's gate, once the tables have said
 * that there is room for the set; inside it only gets its name and its slot.
 */
final class NewSet implements Registry.Inside, AutoCloseable {
  /** What {@link #make} answers if another caller has made a set with this key meanwhile. */
  static final int FOUND = -Errno.EEXIST.number();

  private static final int NO_ROOM = -Errno.ENOSPC.number();

  private final Engine engine;
  private final Supplier<String> call;
  private final Registry.Draft draft;
  private final int nsems;
  private NewFile file;
  private int attempts;
  private int semid;
  private int named;
  private boolean isTooMany;

  NewSet(Engine engine, int key, int nsems, int semflg, Supplier<String> call) {
    int euid = engine.caller.euid();
    int egid = engine.caller.egid();
    this.engine = engine;
    this.call = call;
    this.nsems = nsems;
    this.draft = new Registry.Draft(Kind.SEM, key, euid, egid, semflg & 0777, nsems, nsems);
  }

  /** Makes it; answers its identifier, or {@link #FOUND}. */
  int make() {
    int answer = engine.registry.inside(this, this::prepare);
    if (named < 0) {
      throw file.unnamed(named, Kind.SEM.file(semid));
    }
    if (answer == NO_ROOM) {
      throw noRoom();
    }
    return answer;
  }

  private void prepare() {
    int mode = SetFiles.fileMode(draft.mode());
    MappedFile.Access access = new MappedFile.Access(draft.uid(), draft.gid(), mode);
    file = engine.sets.makeFile(attempts++, () -> engine.sets.files.make(semid, nsems, access));
  }

  @Override
  public int run() {
    Space space = engine.registry.space(Kind.SEM);
    if (draft.key() != Ipc.IPC_PRIVATE && engine.registry.findInside(Kind.SEM, draft.key()) >= 0) {
      return FOUND;
    }
    isTooMany = space.total() + nsems > engine.limits.semmns();
    semid = space.inUse() >= engine.limits.semmni() ? -1 : engine.registry.next(Kind.SEM);
    if (isTooMany || semid < 0) {
      return NO_ROOM;
    }
    if (file == null) {
      return Registry.AGAIN;
    }
    named = engine.registry.add(semid, draft, engine.clock.now(), file);
    return named < 0 ? named : semid;
  }

  private IpcException noRoom() {
    Space space = engine.registry.space(Kind.SEM);
    return isTooMany
        ? Full.of(call, "SEMMNS", engine.limits.semmns(), space.total(), "semaphores")
        : Full.of(call, "SEMMNI", engine.limits.semmni(), space.inUse(), "sets");
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
