package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import java.util.function.Supplier;

/**
 * An object that semget or shmget may make. Its file is made outside the registry's gate, once the
 * tables have said that there is room for the object; inside it only gets its name and its slot.
 */
abstract class NewObject implements Registry.Inside, AutoCloseable {
  final Engine engine;

  /** Spells the call. */
  final Supplier<String> call;

  final Registry.Draft draft;

  /** The identifier it gets, or that an older one has; -1 = no index is free. */
  int id;

  private NewFile file;
  private int attempts;
  private int named;

  /**
   * An object of the caller.
   *
   * @param flags of the call
   * @param size nsems, or bytes
   * @param amount what it adds to the total: nsems, or pages
   */
  NewObject(
      Engine engine, Supplier<String> call, Kind kind, int key, int flags, long size, long amount) {
    int euid = engine.caller.euid();
    int egid = engine.caller.egid();
    this.engine = engine;
    this.call = call;
    this.draft = new Registry.Draft(kind, key, euid, egid, flags & 0777, size, amount);
  }

  /** Makes the file, without a name. */
  abstract NewFile makeFile();

  final Space space() {
    return engine.registry.space(draft.kind());
  }

  /** Passes the registry's gate, as often as need be; answers what was answered inside. */
  final int pass() {
    int answer = engine.registry.inside(this, this::prepare);
    if (named < 0) {
      throw file.unnamed(named, draft.kind().file(id));
    }
    return answer;
  }

  private void prepare() {
    file = engine.sets.makeFile(attempts++, this::makeFile);
  }

  /** Under the gate, when nothing stands against it: the identifier, or that a file is needed. */
  final int add() {
    if (file == null) {
      return Registry.AGAIN;
    }
    named = engine.registry.add(id, draft, engine.clock.now(), file);
    return named < 0 ? named : id;
  }

  @Override
  public final void close() {
    if (file != null) {
      file.close();
    }
  }
}
