package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.sem.SemSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A participant of a namespace that may die at any store: an engine of its own, and its life. */
final class Mortal {
  final Life life;
  final Engine engine;
  private final List<SemSet> sets = new ArrayList<>();

  /** Joins; that may be where it dies, if its life is short. */
  Mortal(Options options, Life life, World.StandIn standIn) {
    this.life = life;
    this.engine = within(() -> Engine.openAlone(options, real -> standIn.of(real, life)));
  }

  /** Does something, and gives up if it takes too long. */
  <T> T within(Supplier<T> action) {
    life.begin();
    try {
      return action.get();
    } finally {
      life.done();
    }
  }

  long id() {
    return engine.participant().id();
  }

  /** A set, to leave sleepers and undo in. */
  SemSet set(int semid) {
    SemSet set = EngineDoor.touched(engine, semid);
    if (sets.isEmpty() || sets.get(sets.size() - 1) != set) {
      sets.add(set);
    }
    return set;
  }

  /** It lives on, and its sets are removed. */
  void forgetSets() {
    sets.clear();
  }

  /** It is dead: the system takes its lock, and what else it had. */
  void bury() {
    life.end();
    engine.abandon();
    EngineDoor.bury(engine);
    sets.forEach(set -> set.file().unmap());
  }
}
