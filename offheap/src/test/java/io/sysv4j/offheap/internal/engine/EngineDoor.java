package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sem.SemSet;

/** For tests of other packages: the rooms of an engine that its users never see. */
public final class EngineDoor {
  private EngineDoor() {}

  /** A set as the engine sees it, noted as one that someone may leave something in. */
  public static SemSet touched(Engine engine, int semid) {
    engine.sets.touch(semid);
    return engine.sets.get(semid).set;
  }

  /** What the janitor does at each tick. */
  public static void settleAllDead(Engine engine) {
    engine.settleAllDead();
  }

  /**
   * What a thread of its JVM does for those that failed inside a gate and could not even mark it.
   */
  public static void lookAfterNotes(Engine engine) {
    // The engine keeps no notes yet.
  }

  /** The namespace file itself, past what stands in for it. */
  public static Memory namespace(Engine engine) {
    return engine.file.memory();
  }

  /** The slots of sets or of segments. */
  public static Space space(Engine engine, Kind kind) {
    return engine.registry.space(kind);
  }

  /** What the system does for a process that is dead: takes back its descriptors and mappings. */
  public static void bury(Engine engine) {
    engine.directory.close();
    engine.file.unmap();
  }
}
