package io.sysv4j.offheap.internal.engine;

import io.sysv4j.IpcPerm;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.registry.Registry;

/** What the registry asks of the others when an object goes. */
final class Housekeeping implements Registry.Housekeeper {
  private final Engine engine;

  Housekeeping(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void unlink(Registry.Kind kind, int id) {
    engine.directory.unlink(kind.file(id));
  }

  @Override
  public void end(Registry.Kind kind, int id) {
    if (kind == Registry.Kind.SEM) {
      engine.sets.end(id);
    }
  }

  /** Fails if the file is another user's; then it stays as the dead one left it. */
  @Override
  public void permit(Registry.Kind kind, int id, IpcPerm perm) {
    boolean isSet = kind == Registry.Kind.SEM;
    MappedFile.setAccess(
        engine.directory, kind.file(id), isSet ? SetFiles.access(perm) : ShmCalls.access(perm));
  }
}
