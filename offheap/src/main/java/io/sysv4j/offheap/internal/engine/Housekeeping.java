package io.sysv4j.offheap.internal.engine;

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
}
