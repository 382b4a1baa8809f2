package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.ErrorPlan.Comer;
import io.sysv4j.offheap.crash.TableScenarios.TableScenario;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a scenario again and again: something is thrown inside M at each point of its step, that is,
 * before and after each store and at each load; if the sweep is not thorough, at some of the loads.
 * And something is thrown again inside who comes after it: at each point, or at one drawn by lot.
 */
final class ErrorSweep {
  /** One in so many loads is tried, where not all are. */
  private static final int LOADS = 12;

  /**
   * One in so many points before a store is tried, where not all are: it is much the same as the
   * point after the store before it.
   */
  private static final int BEFORES = 3;

  private final Worlds worlds;
  private final boolean isThorough;
  private final AtomicLong scenarios = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong secondErrors = new AtomicLong();

  ErrorSweep(Worlds worlds, boolean isThorough) {
    this.worlds = worlds;
    this.isThorough = isThorough;
  }

  void over(Scenario scenario) {
    scenarios.incrementAndGet();
    Random random = new Random(scenario.toString().hashCode());
    Mishap calm = attempt(scenario, ErrorPlan.draw(Mishap.NEVER, random)).first();
    boolean finished = false;
    for (int point = 0; !finished; point++) {
      if (isThorough || isDrawn(calm.place(point), random)) {
        ErrorRun run = attempt(scenario, ErrorPlan.draw(point, random));
        finished = !run.first().happened();
        again(scenario, point, calm.place(point), random);
      }
    }
    if (isThorough) {
      System.out.println(this); // it takes long
    }
  }

  private static boolean isDrawn(Mishap.Place place, Random random) {
    return switch (place) {
      case LOAD -> random.nextInt(LOADS) == 0;
      case BEFORE_STORE -> random.nextInt(BEFORES) == 0;
      case AFTER_STORE -> true;
    };
  }

  /** Something is thrown twice. */
  private void again(Scenario scenario, int point, Mishap.Place place, Random random) {
    if (!isThorough) {
      if (random.nextInt(4) == 0) {
        ErrorPlan plan = ErrorPlan.draw(point, random);
        attempt(scenario, plan.again(random.nextInt(random.nextBoolean() ? 40 : 400)));
      }
      return;
    }
    boolean isStore = place == Mishap.Place.AFTER_STORE;
    for (Comer comer : isStore ? Comer.values() : new Comer[] {one(random)}) {
      Mishap second = Mishap.none();
      for (int next = 0; next <= second.points(); next++) {
        ErrorPlan plan = ErrorPlan.draw(point, random).with(comer);
        boolean isAtStore = second.place(next) == Mishap.Place.AFTER_STORE;
        if (isStore && isAtStore || isDrawn(second.place(next), random)) {
          second = attempt(scenario, plan.again(next)).second();
        }
      }
    }
  }

  private static Comer one(Random random) {
    return Comer.values()[random.nextInt(Comer.values().length)];
  }

  /** What has been done when it was thrown earlier has been done when it is thrown later. */
  private ErrorRun attempt(Scenario scenario, ErrorPlan plan) {
    World world = worlds.take();
    ErrorRun run = new ErrorRun(world, scenario, plan);
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      worlds.giveUp(world);
      String stories = run.first().story() + run.second().story();
      throw new AssertionError(run + "\n  " + e.getMessage() + stories, e);
    }
    worlds.giveBack(world);
    count(run.first(), run.second());
    return run;
  }

  // ---- tables ------------------------------------------------------------------------------

  /** As {@link #over(Scenario)}, for the tables. */
  void over(TableScenario scenario) {
    scenarios.incrementAndGet();
    String without = end(scenario, 0).seen();
    String with = end(scenario, Run.LIVES).seen();
    Random random = new Random(scenario.toString().hashCode());
    Mishap calm = attempt(scenario, ErrorPlan.draw(Mishap.NEVER, random)).first();
    boolean finished = false;
    for (int point = 0; !finished; point++) {
      if (isThorough || isDrawn(calm.place(point), random)) {
        ErrorTableRun run = attempt(scenario, ErrorPlan.draw(point, random));
        check(run, without, with);
        finished = !run.first().happened();
        int comers = isThorough ? 3 : random.nextInt(2);
        for (int i = 0; i < comers; i++) {
          ErrorPlan plan = ErrorPlan.draw(point, random);
          check(attempt(scenario, plan.again(random.nextInt(200))), without, with);
        }
      }
    }
  }

  /** What there is when M dies over its step after so many stores. */
  private TableRun end(TableScenario scenario, int stores) {
    Run.Plan plan = new Run.Plan(stores, false, false, Run.Recoverer.NEIGHBOUR, Run.LIVES);
    return attempt(new TableRun(worlds.take(), scenario, plan), Mishap.none(), Mishap.none());
  }

  /** A point is another one in a world of longer history, so no run is compared with another. */
  private static void check(ErrorTableRun run, String without, String with) {
    boolean mayNot = !run.finished() && run.seen().equals(without);
    if (!mayNot && !run.seen().equals(with)) {
      throw new AssertionError(
          String.format(
              "%s%n  there is %s%n  with it:    %s%n  without it: %s",
              run, run.seen(), with, run.finished() ? "-" : without));
    }
  }

  private ErrorTableRun attempt(TableScenario scenario, ErrorPlan plan) {
    ErrorTableRun run = new ErrorTableRun(worlds.take(), scenario, plan);
    attempt(run, run.first(), run.second());
    count(run.first(), run.second());
    return run;
  }

  private TableRun attempt(TableRun run, Mishap first, Mishap second) {
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      worlds.giveUp(run.world);
      throw new AssertionError(run + "\n  " + e.getMessage() + first.story() + second.story(), e);
    }
    worlds.giveBack(run.world);
    return run;
  }

  private void count(Mishap first, Mishap second) {
    runs.incrementAndGet();
    errors.addAndGet(first.happened() ? 1 : 0);
    secondErrors.addAndGet(second.happened() ? 1 : 0);
  }

  @Override
  public String toString() {
    return String.format(
        "%d scenarios, %d runs: %d errors, %d errors of those who came after",
        scenarios.get(), runs.get(), errors.get(), secondErrors.get());
  }
}
