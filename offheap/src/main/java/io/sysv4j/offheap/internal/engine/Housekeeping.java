package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.registry.Registry;

/** What the registry asks of the others when an object goes, or gets another owner or mode. */
final class Housekeeping implements Registry.Housekeeper {
  private final Engine engine;

  Housekeeping(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void unlink(Registry.Kind kind, int id) {
    engine.directory.unlink(kind.prefix, id);
  }

  /** A participant that has a segment attached keeps it, so nobody is to be told. */
  @Override
  public Runnable ending(Registry.Kind kind, int id) {
    return kind == Registry.Kind.SEM ? engine.sets.ending(id) : () -> {};
  }

  /** Fails if the file is another user's. */
  @Override
  public int permit(Registry.Kind kind, int id, int uid, int gid, int mode) {
    int fileMode = kind == Registry.Kind.SEM ? SetFiles.fileMode(mode) : mode & 0777;
    return MappedFile.setAccess(engine.directory, kind.prefix, id, uid, gid, fileMode);
  }
}
