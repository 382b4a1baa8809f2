package io.sysv4j.offheap.crash;

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
      step.requireSame(world.perform(step), step.tell(before));
    }
    Model after = before.copy();
    die(scenario.deadly().tell(after));
    Outcomes outcomes =
        new Outcomes(
            finished ? List.of() : List.of(before),
            plan.stores == 0 && !plan.isBefore ? List.of() : List.of(after));
    if (plan.hasInterlude) {
      outcomes.interlude(world, scenario, !finished);
    }
    List<Character> dead = recover();
    effect = new Verdict(world, scenario, outcomes.ended(dead)).settle();
    world.end();
    world.bury(NEWCOMER);
  }

  private void die(int expected) {
    Mortal mortal = world.person(World.MORTAL);
    Step deadly = scenario.deadly();
    live(mortal.life, plan.stores, plan.isBefore);
    finished = survives(() -> deadly.requireSame(world.perform(deadly), expected));
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
}
