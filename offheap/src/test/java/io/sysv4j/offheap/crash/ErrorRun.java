package io.sysv4j.offheap.crash;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.crash.ErrorPlan.Comer;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.sem.OwnSleepers;
import java.util.List;

/**
 * One scenario, once: something is thrown inside M over its step, and M lives on. Someone comes
 * after it, and something may be thrown inside that one, too. Then all must be as if M had done its
 * step, or had not; nobody has died, so M's adjustments and its other sleepers are still there. In
 * the end M leaves or dies, which gives back exactly what M had.
 */
final class ErrorRun {
  private static final char NEWCOMER = 'R';
  private static final char NEIGHBOUR = 'B';

  private final World world;
  private final Scenario scenario;
  private final ErrorPlan plan;
  private final Mishap first;
  private final Mishap second;
  private boolean threw;
  private Run.Effect effect;

  ErrorRun(World world, Scenario scenario, ErrorPlan plan) {
    this.world = world;
    this.scenario = scenario;
    this.plan = plan;
    this.first = plan.first();
    this.second = plan.next();
  }

  /** What went wrong for M, if anything did. */
  Mishap first() {
    return first;
  }

  /** What went wrong for who came after it. */
  Mishap second() {
    return second;
  }

  /** Whether M's step has been done. */
  Run.Effect effect() {
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
    world.set(World.MORTAL); // it goes wrong over M's step, not over mapping the set
    Model before = new Model(scenario.initial());
    for (Step step : scenario.before()) {
      step.requireSame(world.perform(step), step.tell(before));
    }
    Model after = before.copy();
    goWrong(scenario.deadly().tell(after));
    Outcomes outcomes = outcomes(before, after);
    if (plan.areNotesFirst() || plan.lasts() || !first.wasInside()) {
      lookAfter(World.MORTAL);
    }
    if (plan.hasInterlude()) {
      outcomes.interlude(world, scenario, threw);
    }
    comeFirst();
    settle(World.MORTAL);
    judge(outcomes);
    world.end();
    world.bury(NEWCOMER);
  }

  // ---- what goes wrong ---------------------------------------------------------------------

  private void goWrong(int expected) {
    Step step = scenario.deadly();
    Life life = world.person(World.MORTAL).life;
    life.mishap(first);
    try {
      step.requireSame(world.perform(step), expected);
    } catch (RuntimeException | Error e) {
      requireOwn(first, e);
      threw = true;
    }
    life.mishap(null);
  }

  /** A call throws what was thrown inside it, and nothing else. */
  static void requireOwn(Mishap mishap, Throwable e) {
    if (e instanceof GaveUp gaveUp) {
      throw gaveUp;
    }
    if (!mishap.isCauseOf(e)) {
      throw new AssertionError("it throws what is not its own: " + e, e);
    }
  }

  private Outcomes outcomes(Model before, Model after) {
    Step step = scenario.deadly();
    if (threw && isClosing()) {
      for (int number = 0; number < world.sleepers().size(); number++) {
        if (world.sleepers().get(number).who == World.MORTAL) {
          forsake(number);
        }
      }
    } else if (threw && step.maySleep()) {
      int number = world.sleepers().size() - 1;
      forsake(number);
      after.cancel(number);
    } else if (threw && isAboutOwnSleeper(step)) {
      takeBack(world.sleepers().get(step.number(0)));
      forsake(step.number(0));
      return new Outcomes(List.of(), List.of(after)); // its caller is gone, in any case
    }
    return new Outcomes(threw ? List.of(before) : List.of(), List.of(after));
  }

  /** The call of a sleeper has thrown: nobody waits for it any more. */
  private void forsake(int number) {
    World.Sleeper sleeper = world.sleepers().get(number);
    if (sleeper.slept()) {
      world.mayLeave(sleeper.ref);
    }
    sleeper.gone = true;
  }

  /** What its owner does when it could not withdraw it, or acknowledge that it is done. */
  private static void takeBack(World.Sleeper sleeper) {
    OwnSleepers own = sleeper.set.sleepers();
    int now = own.status(sleeper.ref);
    if (!own.withdraw(sleeper.ref, sleeper.status)
        && SleeperStatus.is(now, sleeper.status, SleeperStatus.DONE)) {
      own.acknowledge(sleeper.ref, now);
    }
  }

  private static boolean isAboutOwnSleeper(Step step) {
    return step.verb().equals("cancels") || step.verb().equals("acknowledges");
  }

  // ---- who comes after ---------------------------------------------------------------------

  private void comeFirst() {
    char who = comer();
    Life life = world.person(who).life;
    life.mishap(second);
    try {
      visit(who);
    } catch (RuntimeException | Error e) {
      requireOwn(second, e);
    }
    life.mishap(null);
    if (second.happened()) {
      settle(who);
    }
  }

  private char comer() {
    if (plan.comer() == Comer.NEWCOMER) {
      world.admit(NEWCOMER, world.newcomer(new Life()));
      return NEWCOMER;
    }
    boolean canBeMyself = world.isHere(World.MORTAL) && !isClosing();
    return plan.comer() == Comer.MYSELF && canBeMyself ? World.MORTAL : NEIGHBOUR;
  }

  private boolean isClosing() {
    return scenario.deadly().verb().equals("closes");
  }

  /** Goes through every gate that M may have been in. */
  private void visit(char who) {
    world.perform(Step.parse(who + " counts"));
    if (scenario.deadly().verb().equals("removes")) {
      visitTables(world.person(who));
    }
  }

  static void visitTables(Mortal person) {
    person.within(
        () -> {
          try {
            return person.engine.shm().shmget(4711, 1, 0);
          } catch (IpcException e) {
            if (e.errno() != Errno.ENOENT) {
              throw e;
            }
            return -1;
          }
        });
  }

  /** What other threads of its JVM do for one inside whom something was thrown. */
  private void lookAfter(char who) {
    if (world.isHere(who)) {
      Mortal person = world.person(who);
      person.within(
          () -> {
            EngineDoor.lookAfterNotes(person.engine);
            return null;
          });
    }
  }

  private void settle(char who) {
    lookAfter(who);
    if (world.isHere(who) && !(who == World.MORTAL && isClosing())) {
      world.perform(Step.parse(who + " settles"));
    }
  }

  // ---- checks ------------------------------------------------------------------------------

  private void judge(Outcomes outcomes) {
    Outcomes left = outcomes;
    if (scenario.deadly().verb().equals("removes")) {
      visitTables(world.watcher()); // until the next who needs the tables a removal is not seen
    }
    if (!isClosing()) {
      Verdict alive = new Verdict(world, scenario, outcomes);
      left = alive.look();
      effect = alive.effect();
    }
    leave();
    Outcomes ended = left.ended(List.of(World.MORTAL));
    Run.Effect seen = new Verdict(world, scenario, ended).settle();
    effect = effect == null ? seen : effect;
  }

  /** M's end, in one way or the other. Its threads have seen before what they were told. */
  private void leave() {
    if (world.isHere(World.MORTAL) && plan.closes() && !isClosing()) {
      for (World.Sleeper sleeper : world.sleepers()) {
        if (sleeper.who == World.MORTAL && world.isAwake(sleeper) && sleeper.slept()) {
          acknowledge(sleeper);
        }
      }
      world.perform(Step.parse("M closes"));
    } else {
      world.bury(World.MORTAL);
    }
  }

  private static void acknowledge(World.Sleeper sleeper) {
    if (sleeper.errno() != null) {
      World.acknowledge(sleeper);
    }
  }
}
