package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.ErrorPlan.Comer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a scenario again and again: something is thrown inside M at each point of its step, that is,
 * before and after each store and at each load; if the sweep is not thorough, at some of the loads.
 * And something is thrown again inside who comes after it: at each point, or at one drawn by lot.
 */
final class ErrorSweep {
  /** One in so many loads is tried, where not all are. */
  private static final int RARE = 12;

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
    boolean happened = false;
    boolean finished = false;
    for (int point = 0; !finished; point++) {
      if (!calm.isLoad(point) || isThorough || random.nextInt(RARE) == 0) {
        ErrorRun run = attempt(scenario, ErrorPlan.draw(point, random));
        happened = check(run, happened);
        finished = !run.first().happened();
        again(scenario, point, calm.isLoad(point), random);
      }
    }
    if (isThorough) {
      System.out.println(this); // it takes long
    }
  }

  /** Something is thrown twice. */
  private void again(Scenario scenario, int point, boolean isLoad, Random random) {
    if (!isThorough) {
      if (random.nextInt(3) == 0) {
        ErrorPlan plan = ErrorPlan.draw(point, random);
        attempt(scenario, plan.again(random.nextInt(random.nextBoolean() ? 40 : 400)));
      }
      return;
    }
    for (Comer comer : isLoad ? new Comer[] {one(random)} : Comer.values()) {
      Mishap second = Mishap.none();
      for (int next = 0; next <= second.points(); next++) {
        ErrorPlan plan = ErrorPlan.draw(point, random).with(comer);
        if (!isLoad && !second.isLoad(next) || random.nextInt(RARE) == 0) {
          second = attempt(scenario, plan.again(next)).second();
        }
      }
    }
  }

  private static Comer one(Random random) {
    return Comer.values()[random.nextInt(Comer.values().length)];
  }

  /** What has been done when it was thrown earlier has been done when it is thrown later. */
  private static boolean check(ErrorRun run, boolean happened) {
    if (happened && run.effect() == Run.Effect.DID_NOT) {
      throw new AssertionError(run + "\n  what had been done at an earlier point has not");
    }
    return happened || run.effect() == Run.Effect.HAPPENED;
  }

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
    runs.incrementAndGet();
    errors.addAndGet(run.first().happened() ? 1 : 0);
    secondErrors.addAndGet(run.second().happened() ? 1 : 0);
    return run;
  }

  @Override
  public String toString() {
    return String.format(
        "%d scenarios, %d runs: %d errors, %d errors of those who came after",
        scenarios.get(), runs.get(), errors.get(), secondErrors.get());
  }
}
