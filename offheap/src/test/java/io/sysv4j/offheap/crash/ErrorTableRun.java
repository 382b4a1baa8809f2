package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.ErrorPlan.Comer;
import io.sysv4j.offheap.crash.TableScenarios.TableScenario;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import java.util.List;

/**
 * One scenario of the tables, once: something is thrown inside M over its step, and M lives on;
 * someone comes after it, and something may be thrown inside that one, too. Then nothing is half
 * done; and when M has left or died, there is what there is when M dies before its step, or after
 * it.
 */
final class ErrorTableRun extends TableRun {
  private final ErrorPlan plan;
  private final Mishap first;
  private final Mishap second;

  ErrorTableRun(World world, TableScenario scenario, ErrorPlan plan) {
    super(
        world, scenario, new Run.Plan(Run.LIVES, false, false, Run.Recoverer.NEIGHBOUR, Run.LIVES));
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

  @Override
  public String toString() {
    return scenario + "\n  " + plan;
  }

  /** It does not die, though. */
  @Override
  void die() {
    Step step = scenario.deadly();
    boolean joins = step.verb().equals("joins");
    Life life = joins ? new Life() : world.person(World.MORTAL).life;
    finished = goesWell(life, first, joins ? () -> join(World.MORTAL, life) : () -> act(step));
    if (plan.areNotesFirst() || plan.lasts() || !first.wasInside()) {
      lookAfter(World.MORTAL);
    }
  }

  private void join(char who, Life life) {
    world.admit(who, world.newcomer(life));
  }

  private void act(Step step) {
    world
        .person(step.who())
        .within(
            () -> {
              performOrHearWhy(step);
              return null;
            });
  }

  /** Whether the action is done without throwing what was to be thrown. */
  private static boolean goesWell(Life life, Mishap mishap, Runnable action) {
    life.mishap(mishap);
    try {
      action.run();
      return true;
    } catch (RuntimeException | Error e) {
      ErrorRun.requireOwn(mishap, e);
      return false;
    } finally {
      life.mishap(null);
    }
  }

  @Override
  void recover() {
    comeFirst();
    lookAfter(World.MORTAL);
    world.perform(Step.parse("Z settles")); // others may have died before
    ErrorRun.visitTables(world.watcher());
    List<String> problems = world.watcher().within(this::audit);
    if (!problems.isEmpty()) {
      throw new AssertionError("while all live: " + String.join("\n  ", problems));
    }
    leave();
  }

  private void comeFirst() {
    if (plan.comer() == Comer.NEWCOMER) {
      Life life = new Life();
      goesWell(life, second, () -> join(NEWCOMER, life));
      lookAfter(NEWCOMER);
    } else {
      char who = isMyself() ? World.MORTAL : NEIGHBOUR;
      Mortal comer = world.person(who);
      goesWell(comer.life, second, () -> ErrorRun.visitTables(comer));
      lookAfter(who);
    }
  }

  private boolean isMyself() {
    return plan.comer() == Comer.MYSELF && world.isHere(World.MORTAL) && !isClosing();
  }

  private boolean isClosing() {
    return scenario.deadly().verb().equals("closes");
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

  /** M's end, in one way or the other. */
  private void leave() {
    if (world.isHere(World.MORTAL) && plan.closes() && !isClosing()) {
      act(Step.parse("M closes"));
    } else {
      bury(World.MORTAL);
    }
  }
}
