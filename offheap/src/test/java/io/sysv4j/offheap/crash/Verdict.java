package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says whether a set is as it may be after M's step went wrong: as one of the {@link Outcomes}
 * tells, sound, with everyone woken, and good for all that comes.
 */
final class Verdict {
  private final World world;
  private final Scenario scenario;
  private final Outcomes outcomes;
  private final List<String> problems = new ArrayList<>();
  private Run.Effect effect;

  Verdict(World world, Scenario scenario, Outcomes outcomes) {
    this.world = world;
    this.scenario = scenario;
    this.outcomes = outcomes;
  }

  /** Whether the step has been done, as far as can be told. */
  Run.Effect effect() {
    return effect;
  }

  /**
   * Someone has been inside since it went wrong, and everyone lives on: what there is must be sound
   * already. Answers the outcomes that are left.
   */
  Outcomes look() {
    if (!world.isRemoved()) {
      firstLook();
      problems.addAll(world.audit().problems());
      auditCallers();
      auditWakes();
      require();
    }
    return outcomes.seen(world.seen(world.isRemoved()), world.living());
  }

  /** Settles all that is left, and looks at it; then life goes on, until the set is removed. */
  Run.Effect settle() {
    if (!scenario.deadly().verb().equals("removes")) {
      firstLook();
    }
    world.perform(Step.parse("Z settles"));
    Model outcome = match("when all is settled");
    if (outcome != null && !world.isRemoved()) {
      world.perform(Step.parse("Z counts"));
      problems.addAll(world.audit().problems());
      auditWakes();
      goOn(outcome);
      world.perform(Step.parse("Z removes"));
    }
    auditNamespace();
    require();
    return effect;
  }

  private void require() {
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n  ", problems));
    }
  }

  private void firstLook() {
    int semval = world.value(0);
    world.perform(Step.parse("Z counts"));
    match("at the first look");
    if (semval != world.audit().values()[0]) {
      problems.add("GETVAL said " + semval);
    }
  }

  /** What is seen must be what a model says, with the step or without it. */
  private Model match(String when) {
    String seen = world.seen(world.isRemoved());
    Model found = outcomes.match(seen, world.living());
    if (found == null) {
      problems.add(String.format("%s there is %s%n%s", when, seen, outcomes.told(world.living())));
    }
    effect = outcomes.effect(seen, world.living());
    return found;
  }

  /** Every sleeper has a caller who waits for it, or for what it was told. */
  private void auditCallers() {
    Set<Integer> known = world.asleep();
    for (int ref : world.audit().inUse()) {
      if (!known.contains(ref)) {
        problems.add("sleeper " + ref + " has no caller any more");
      }
    }
  }

  /** Who is done and slept on a futex has been woken, by one who lives. */
  private void auditWakes() {
    SetAudit set = world.audit();
    Memory namespace = EngineDoor.namespace(world.watcher().engine);
    for (World.Sleeper sleeper : world.sleepers()) {
      if (world.isAwake(sleeper) && sleeper.slept() && sleeper.errno() != null) {
        if (sleeper.parked
            && !world.woken().contains(new Life.Word(set.file(), set.futex(sleeper.ref)))) {
          problems.add("sleeper " + sleeper.ref + " is done, and nobody woke its thread");
        } else if (sleeper.isAsync) {
          auditBell(sleeper, set, namespace);
        }
      }
    }
  }

  /** The dispatcher of a future that is done finds it, and has been rung for. */
  private void auditBell(World.Sleeper sleeper, SetAudit set, Memory namespace) {
    long slot = world.person(sleeper.who).engine.participant().offset();
    boolean found = namespace.getInt(slot + ParticipantLayout.RESCAN) != 0;
    long entry = namespace.getLong(slot + ParticipantLayout.GRANTED);
    for (int left = 100; entry != 0 && !found && left > 0; left--) {
      found = (int) entry == sleeper.ref;
      entry = set.grantedLink((int) entry);
    }
    if (!found) {
      problems.add("future " + sleeper.ref + " is done, and its dispatcher will not find it");
    }
    long bell = slot + ParticipantLayout.DOORBELL;
    if (!world.woken().contains(new Life.Word(namespace.name(), bell))) {
      problems.add("future " + sleeper.ref + " is done, and nobody rang for it");
    }
  }

  /** Life goes on: the queues lead to everyone, and every record comes back. */
  private void goOn(Model outcome) {
    for (int value : new int[] {1, 7, 0, 32767}) {
      StringBuilder line = new StringBuilder("Z fills");
      for (int num = 0; num < scenario.nsems(); num++) {
        line.append(' ').append(value);
      }
      Step fill = Step.parse(line.toString());
      fill.requireSame(world.perform(fill), fill.tell(outcome));
      String seen = world.seen(false);
      String expected = outcome.seenBy(world.living());
      if (!seen.equals(expected)) {
        problems.add("after '" + fill + "' there is " + seen + "\n    and not:    " + expected);
        return;
      }
    }
    world.end();
    world.perform(Step.parse("Z counts"));
    SetAudit audit = world.audit();
    problems.addAll(audit.problems());
    if (audit.freeSleepers() != audit.capacity()) {
      problems.add(
          audit.freeSleepers()
              + " records are free, of "
              + audit.capacity()
              + ", and nobody sleeps");
    }
  }

  private void auditNamespace() {
    Mortal watcher = world.watcher();
    problems.addAll(
        new NamespaceAudit(
                Path.of(world.options().path()),
                EngineDoor.namespace(watcher.engine),
                watcher.engine.limits(),
                watcher.engine.participant()::isAlive)
            .problems());
    if (EngineDoor.space(watcher.engine, Kind.SEM).inUse() != 0) {
      problems.add("the set is still there");
    }
  }
}
