package io.sysv4j.offheap.crash;

import io.sysv4j.Ipc;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One scenario, once: M dies over its step, someone recovers and may die over that, and Z settles
 * what is left. Then all must be as if M had done its step, or had not, and had ended; and the
 * files must be sound.
 */
final class Run {
  /** Who comes first after M's death, and what he does. */
  enum Recoverer {
    /** One who opens the namespace. */
    NEWCOMER,
    /** B, who was there before, and asks how many sleep. */
    NEIGHBOUR,
    /** B's janitor. */
    JANITOR
  }

  /** Never dies. */
  static final int LIVES = Integer.MAX_VALUE;

  /** M did its step, as far as can be told. */
  enum Effect {
    HAPPENED,
    DID_NOT,
    /** It makes no difference. */
    SAME
  }

  private static final char NEWCOMER = 'R';
  private static final char NEIGHBOUR = 'B';

  private final World world;
  private final Scenario scenario;
  private final int mortalStores;
  private final Recoverer recoverer;
  private final int recovererStores;
  private final List<String> deaths = new ArrayList<>();
  private boolean tracing;
  private boolean finished;
  private int made;
  private boolean recovererFinished;
  private int recovererMade;
  private Effect effect;

  Run(World world, Scenario scenario, int mortalStores, Recoverer recoverer, int recovererStores) {
    this.world = world;
    this.scenario = scenario;
    this.mortalStores = mortalStores;
    this.recoverer = recoverer;
    this.recovererStores = recovererStores;
  }

  /** The same in another world, and this time the dead tell where it happened. */
  Run tracing(World another) {
    Run again = new Run(another, scenario, mortalStores, recoverer, recovererStores);
    again.tracing = true;
    return again;
  }

  /** Where they died, if they tell. */
  String deaths() {
    return String.join("", deaths);
  }

  /** Whether M came to the end of its step. */
  boolean finished() {
    return finished;
  }

  /** How many stores M made over its step. */
  int made() {
    return made;
  }

  /** Whether the recoverer came to the end. */
  boolean recovererFinished() {
    return recovererFinished;
  }

  /** How many stores the recoverer made. */
  int recovererMade() {
    return recovererMade;
  }

  /** Whether M's step has happened. */
  Effect effect() {
    return effect;
  }

  @Override
  public String toString() {
    return scenario
        + "\n  M dies after "
        + (mortalStores == LIVES ? "all" : mortalStores)
        + " stores, the "
        + recoverer
        + " after "
        + (recovererStores == LIVES ? "all" : recovererStores);
  }

  /** Does it, and checks. */
  void run() {
    world.begin(scenario.initial());
    world.set(NEIGHBOUR);
    world.set(World.MORTAL); // M dies over its step, not over mapping the set
    Model before = new Model(scenario.initial());
    for (Step step : scenario.before()) {
      same(step, world.perform(step), step.tell(before));
    }
    Model after = before.copy();
    int expected = scenario.deadly().tell(after);
    die(expected);
    List<Character> dead = recover();
    settle(before, after, dead);
    world.end();
    world.bury(NEWCOMER);
  }

  private static void same(Step step, int answer, int expected) {
    if (answer != expected) {
      throw new AssertionError(step + ": answered " + answer + ", not " + expected);
    }
  }

  private void die(int expected) {
    Mortal mortal = world.person(World.MORTAL);
    Step deadly = scenario.deadly();
    live(mortal.life, mortalStores);
    finished = mortalStores > 0 && survives(() -> same(deadly, world.perform(deadly), expected));
    made = mortal.life.stores();
    world.bury(World.MORTAL);
  }

  private boolean survives(Runnable action) {
    try {
      action.run();
      return true;
    } catch (Death e) {
      note(e);
      return false;
    }
  }

  private void note(Death e) {
    StringBuilder story = new StringBuilder("\n  a death:");
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().contains(".internal.")) {
        story.append("\n    ").append(frame);
      }
    }
    deaths.add(story.toString());
  }

  private void live(Life life, int stores) {
    if (tracing) {
      life.trace();
    }
    if (stores == LIVES) {
      life.goOn();
    } else {
      life.endAfter(stores);
    }
  }

  // ---- recovery ----------------------------------------------------------------------------

  /** Answers who is dead now. */
  private List<Character> recover() {
    List<Character> dead = new ArrayList<>(List.of(World.MORTAL));
    if (recovererStores == 0) {
      return dead;
    }
    if (recoverer == Recoverer.NEWCOMER) {
      recoverAnew();
    } else {
      recoverer(world.person(NEIGHBOUR));
      if (!recovererFinished) {
        world.bury(NEIGHBOUR);
        dead.add(NEIGHBOUR);
      }
    }
    return dead;
  }

  private void recoverAnew() {
    Life life = new Life();
    live(life, recovererStores);
    try {
      world.admit(NEWCOMER, world.newcomer(life));
      recovererFinished = true;
    } catch (Death e) {
      note(e);
      world.woken().addAll(life.woken());
    }
    recovererMade = life.stores();
    life.goOn();
  }

  private void recoverer(Mortal neighbour) {
    live(neighbour.life, recovererStores);
    Step step = Step.parse("B " + (recoverer == Recoverer.NEIGHBOUR ? "counts" : "settles"));
    recovererFinished = survives(() -> world.perform(step));
    recovererMade = neighbour.life.stores();
    neighbour.life.goOn();
  }

  // ---- checks ------------------------------------------------------------------------------

  private void settle(Model before, Model after, List<Character> dead) {
    List<String> problems = new ArrayList<>();
    if (!scenario.deadly().verb().equals("removes")) {
      int semval = world.watcher().engine.semctl().get(world.semid(), 0, Ipc.GETVAL);
      world.perform(Step.parse("Z counts"));
      match(before, after, dead, problems, "at the first look");
      if (semval != world.audit().values()[0]) {
        problems.add("GETVAL said " + semval);
      }
    }
    world.perform(Step.parse("Z settles"));
    Model outcome = match(before, after, dead, problems, "when all is settled");
    if (outcome != null && !world.isRemoved()) {
      world.perform(Step.parse("Z counts"));
      problems.addAll(world.audit().problems());
      auditWakes(problems);
      goOn(outcome, problems);
      world.perform(Step.parse("Z removes"));
    }
    auditNamespace(problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n  ", problems));
    }
  }

  /** What is seen must be what the model says, with the step or without it. */
  private Model match(
      Model before, Model after, List<Character> dead, List<String> problems, String when) {
    String seen = world.seen(world.isRemoved());
    Model without = mortalStores == LIVES || finished ? null : find(before, dead, seen);
    Model with = mortalStores == 0 ? null : find(after, dead, seen);
    if (without == null && with == null) {
      problems.add(
          when
              + " there is "
              + seen
              + "\n    with it:    "
              + all(after, dead)
              + "\n    without it: "
              + (finished ? "-" : all(before, dead)));
    }
    effect = without == null ? Effect.HAPPENED : with == null ? Effect.DID_NOT : Effect.SAME;
    return with != null ? with : without;
  }

  private Model find(Model from, List<Character> dead, String seen) {
    for (Model outcome : outcomes(from, dead)) {
      if (outcome.seenBy(world.living()).equals(seen)) {
        return outcome;
      }
    }
    return null;
  }

  private String all(Model from, List<Character> dead) {
    return outcomes(from, dead).stream()
        .map(outcome -> outcome.seenBy(world.living()))
        .distinct()
        .toList()
        .toString();
  }

  /** The dead may have ended in any order. */
  private static List<Model> outcomes(Model from, List<Character> dead) {
    if (dead.isEmpty()) {
      return List.of(from);
    }
    List<Model> outcomes = new ArrayList<>();
    for (Character first : dead) {
      Model next = from.copy();
      next.exit(first);
      List<Character> rest = new ArrayList<>(dead);
      rest.remove(first);
      outcomes.addAll(outcomes(next, rest));
    }
    return outcomes;
  }

  /** Who is done and slept on a futex has been woken, by one who lives. */
  private void auditWakes(List<String> problems) {
    SetAudit set = world.audit();
    Memory namespace = EngineDoor.namespace(world.watcher().engine);
    for (World.Sleeper sleeper : world.sleepers()) {
      if (world.isAwake(sleeper) && sleeper.slept() && sleeper.errno() != null) {
        if (sleeper.parked
            && !world.woken().contains(new Life.Word(set.file(), set.futex(sleeper.ref)))) {
          problems.add("sleeper " + sleeper.ref + " is done, and nobody woke its thread");
        } else if (sleeper.isAsync) {
          auditBell(sleeper, set, namespace, problems);
        }
      }
    }
  }

  /** The dispatcher of a future that is done finds it, and has been rung for. */
  private void auditBell(
      World.Sleeper sleeper, SetAudit set, Memory namespace, List<String> problems) {
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
  private void goOn(Model outcome, List<String> problems) {
    for (int value : new int[] {1, 7, 0, 32767}) {
      StringBuilder line = new StringBuilder("Z fills");
      for (int num = 0; num < scenario.nsems(); num++) {
        line.append(' ').append(value);
      }
      Step fill = Step.parse(line.toString());
      same(fill, world.perform(fill), fill.tell(outcome));
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

  private void auditNamespace(List<String> problems) {
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
