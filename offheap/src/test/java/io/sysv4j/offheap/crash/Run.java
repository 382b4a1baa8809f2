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
  /**
   * How a run goes.
   *
   * @param stores M dies after so many
   * @param isBefore right before the next rather than right after the last, so that what happens
   *     between stores has happened
   * @param hasInterlude the sleepers' owners move before anyone recovers: they see that they are
   *     done, or give up
   * @param recoverer who recovers
   * @param recovererStores he dies after so many
   */
  record Plan(
      int stores,
      boolean isBefore,
      boolean hasInterlude,
      Recoverer recoverer,
      int recovererStores) {
    Plan recovererDies(int afterStores) {
      return new Plan(stores, isBefore, hasInterlude, recoverer, afterStores);
    }

    @Override
    public String toString() {
      return String.format(
          "M dies %s %d stores, %sthe %s %s",
          isBefore ? "before the next of" : "after",
          stores,
          hasInterlude ? "the sleepers move, " : "",
          recoverer,
          recovererStores == LIVES ? "lives" : "dies after " + recovererStores);
    }
  }

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
  private final Plan plan;
  private final List<String> deaths = new ArrayList<>();
  private boolean tracing;
  private boolean finished;
  private int made;
  private boolean recovererFinished;
  private int recovererMade;
  private Effect effect;

  Run(World world, Scenario scenario, Plan plan) {
    this.world = world;
    this.scenario = scenario;
    this.plan = plan;
  }

  /** The same in another world, and this time the dead tell where it happened. */
  Run tracing(World another) {
    Run again = new Run(another, scenario, plan);
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
    return scenario + "\n  " + plan;
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
    die(scenario.deadly().tell(after));
    List<Model> without = new ArrayList<>(finished ? List.of() : List.of(before));
    List<Model> with =
        new ArrayList<>(plan.stores == 0 && !plan.isBefore ? List.of() : List.of(after));
    if (plan.hasInterlude) {
      interlude(without, with);
    }
    List<Character> dead = recover();
    settle(ended(without, dead), ended(with, dead));
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
    live(mortal.life, plan.stores, plan.isBefore);
    finished = survives(() -> same(deadly, world.perform(deadly), expected));
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

  private void live(Life life, int stores, boolean isBefore) {
    if (tracing) {
      life.trace();
    }
    if (stores == LIVES) {
      life.goOn();
    } else if (isBefore) {
      life.endBefore(stores);
    } else {
      life.endAfter(stores);
    }
  }

  // ---- between -----------------------------------------------------------------------------

  /**
   * Those who sleep see that they are done, or give up, which needs no gate. (Not where someone has
   * died before: by rights they were done then.)
   */
  private void interlude(List<Model> without, List<Model> with) {
    for (int number = 0; number < world.sleepers().size(); number++) {
      World.Sleeper sleeper = world.sleepers().get(number);
      if (world.isAwake(sleeper) && sleeper.slept()) {
        if (sleeper.errno() != null) {
          World.acknowledge(sleeper);
          acknowledge(number, with);
          acknowledge(number, without);
        } else if (!scenario.hasDeaths() && World.cancel(sleeper)) {
          cancel(number, without, with);
        }
      }
    }
  }

  private static void acknowledge(int number, List<Model> models) {
    models.forEach(model -> model.acknowledge(number));
  }

  /** It may have given up before M began, or after M had ended his step without helping it. */
  private void cancel(int number, List<Model> without, List<Model> with) {
    with.forEach(model -> model.cancel(number));
    without.forEach(model -> model.cancel(number));
    if (!finished) {
      for (Model earlier : without) {
        Model later = earlier.copy();
        scenario.deadly().tell(later);
        with.add(later);
      }
    }
  }

  // ---- recovery ----------------------------------------------------------------------------

  /** Answers who is dead now. */
  private List<Character> recover() {
    List<Character> dead = new ArrayList<>(List.of(World.MORTAL));
    if (plan.recovererStores == 0) {
      return dead;
    }
    if (plan.recoverer == Recoverer.NEWCOMER) {
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
    live(life, plan.recovererStores, false);
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
    live(neighbour.life, plan.recovererStores, false);
    Step step = Step.parse("B " + (plan.recoverer == Recoverer.NEIGHBOUR ? "counts" : "settles"));
    recovererFinished = survives(() -> world.perform(step));
    recovererMade = neighbour.life.stores();
    neighbour.life.goOn();
  }

  // ---- checks ------------------------------------------------------------------------------

  private void settle(List<Model> without, List<Model> with) {
    List<String> problems = new ArrayList<>();
    if (!scenario.deadly().verb().equals("removes")) {
      int semval = world.watcher().engine.semctl().get(world.semid(), 0, Ipc.GETVAL);
      world.perform(Step.parse("Z counts"));
      match(without, with, problems, "at the first look");
      if (semval != world.audit().values()[0]) {
        problems.add("GETVAL said " + semval);
      }
    }
    world.perform(Step.parse("Z settles"));
    Model outcome = match(without, with, problems, "when all is settled");
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

  /** What is seen must be what a model says, with the step or without it. */
  private Model match(List<Model> without, List<Model> with, List<String> problems, String when) {
    String seen = world.seen(world.isRemoved());
    Model not = find(without, seen);
    Model done = find(with, seen);
    if (not == null && done == null) {
      problems.add(
          String.format(
              "%s there is %s%n    with it:    %s%n    without it: %s",
              when, seen, all(with), all(without)));
    }
    effect = not == null ? Effect.HAPPENED : done == null ? Effect.DID_NOT : Effect.SAME;
    return done != null ? done : not;
  }

  private Model find(List<Model> models, String seen) {
    for (Model model : models) {
      if (model.seenBy(world.living()).equals(seen)) {
        return model;
      }
    }
    return null;
  }

  private String all(List<Model> models) {
    return models.stream()
        .map(model -> model.seenBy(world.living()))
        .distinct()
        .toList()
        .toString();
  }

  /** The dead have ended, in any order. */
  private static List<Model> ended(List<Model> models, List<Character> dead) {
    List<Model> ended = new ArrayList<>();
    for (Model model : models) {
      end(model, dead, ended);
    }
    return ended;
  }

  private static void end(Model model, List<Character> dead, List<Model> ended) {
    if (dead.isEmpty()) {
      ended.add(model);
    }
    for (Character first : dead) {
      Model next = model.copy();
      next.exit(first);
      List<Character> rest = new ArrayList<>(dead);
      rest.remove(first);
      end(next, rest, ended);
    }
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
