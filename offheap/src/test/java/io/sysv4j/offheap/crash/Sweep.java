package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.Run.Effect;
import io.sysv4j.offheap.crash.Run.Plan;
import io.sysv4j.offheap.crash.Run.Recoverer;
import io.sysv4j.offheap.crash.TableScenarios.TableScenario;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a scenario again and again: M dies after 0, 1, 2 … stores of its step, until it lives to the
 * end; and for each of these the recoverer dies too, after each of his stores or (if it is not
 * thorough) after one drawn by lot.
 */
final class Sweep {
  private final Worlds worlds;
  private final boolean isThorough;
  private final AtomicLong scenarios = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong deaths = new AtomicLong();
  private final AtomicLong secondDeaths = new AtomicLong();

  Sweep(Worlds worlds, boolean isThorough) {
    this.worlds = worlds;
    this.isThorough = isThorough;
  }

  void over(Scenario scenario) {
    scenarios.incrementAndGet();
    if (isThorough) {
      for (Recoverer recoverer : Recoverer.values()) {
        overAll(scenario, recoverer);
      }
      System.out.println(this); // it takes long
    } else {
      overSome(scenario);
    }
  }

  /** Each death of M, and then each death of the recoverer. */
  private void overAll(Scenario scenario, Recoverer recoverer) {
    Random random = new Random(scenario.toString().hashCode());
    boolean happened = false;
    boolean finished = false;
    for (int stores = 0; !finished; stores++) {
      Plan plan =
          new Plan(stores, random.nextBoolean(), random.nextBoolean(), recoverer, Run.LIVES);
      Run run = attempt(scenario, plan);
      happened = check(run, happened);
      finished = run.finished();
      for (int second = 1; second <= run.recovererMade(); second++) {
        attempt(scenario, plan.recovererDies(second));
      }
    }
  }

  /** Each death of M, and half of the time one of the recoverer. */
  private void overSome(Scenario scenario) {
    Random random = new Random(scenario.toString().hashCode());
    boolean happened = false;
    boolean finished = false;
    int made = 20;
    for (int stores = 0; !finished; stores++) {
      Recoverer recoverer = Recoverer.values()[random.nextInt(3)];
      int recovererStores = random.nextBoolean() ? Run.LIVES : 1 + random.nextInt(made);
      Run run =
          attempt(
              scenario,
              new Plan(
                  stores, random.nextBoolean(), random.nextBoolean(), recoverer, recovererStores));
      happened = check(run, happened);
      finished = run.finished();
      made = Math.max(made, run.recovererMade());
    }
  }

  /** What has happened with fewer stores has happened with more. */
  private static boolean check(Run run, boolean happened) {
    if (happened && run.effect() == Effect.DID_NOT) {
      throw new AssertionError(run + "\n  what had happened with fewer stores has not");
    }
    return happened || run.effect() == Effect.HAPPENED;
  }

  private Run attempt(Scenario scenario, Plan plan) {
    World world = worlds.take();
    Run run = new Run(world, scenario, plan);
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      worlds.giveUp(world);
      throw new AssertionError(run + "\n  " + e.getMessage() + deaths(run), e);
    }
    worlds.giveBack(world);
    runs.incrementAndGet();
    deaths.addAndGet(run.finished() ? 0 : 1);
    secondDeaths.addAndGet(run.recovererFinished() ? 0 : 1);
    return run;
  }

  // ---- tables ------------------------------------------------------------------------------

  /** As {@link #over(Scenario)}; and M dies after a store as well as before the next. */
  void over(TableScenario scenario) {
    scenarios.incrementAndGet();
    Plan dies = new Plan(0, false, false, Recoverer.NEIGHBOUR, Run.LIVES);
    Plan lives = new Plan(Run.LIVES, false, false, Recoverer.NEIGHBOUR, Run.LIVES);
    String without = attempt(scenario, dies).seen();
    String with = attempt(scenario, lives).seen();
    Random random = new Random(scenario.toString().hashCode());
    for (int recoverer = 0; recoverer < (isThorough ? 3 : 1); recoverer++) {
      over(scenario, without, with, random, isThorough ? recoverer : random.nextInt(3));
    }
  }

  private void over(
      TableScenario scenario, String without, String with, Random random, int recoverer) {
    boolean happened = false;
    boolean finished = false;
    for (int stores = 0; !finished; stores++) {
      for (boolean isBefore : new boolean[] {false, true}) {
        Plan plan = new Plan(stores, isBefore, false, Recoverer.values()[recoverer], Run.LIVES);
        TableRun run = attempt(scenario, plan);
        happened = check(run, without, with, happened);
        finished = run.finished();
        int made = run.recovererMade();
        int first = isThorough || made == 0 ? 1 : 1 + random.nextInt(made);
        for (int second = first; second <= (isThorough ? made : Math.min(made, first)); second++) {
          check(attempt(scenario, plan.recovererDies(second)), without, with, happened);
        }
      }
    }
  }

  private static boolean check(TableRun run, String without, String with, boolean happened) {
    boolean mayNot = !run.finished() && !happened && run.seen().equals(without);
    if (!mayNot && !run.seen().equals(with)) {
      throw new AssertionError(
          String.format(
              "%s%n  there is %s%n  with it:    %s%n  without it: %s",
              run, run.seen(), with, run.finished() || happened ? "-" : without));
    }
    return happened || !run.seen().equals(without);
  }

  private TableRun attempt(TableScenario scenario, Plan plan) {
    World world = worlds.take();
    TableRun run = new TableRun(world, scenario, plan);
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      worlds.giveUp(world);
      AssertionError error = new AssertionError(run + "\n  " + e.getMessage(), e);
      whereTheyDied(new TableRun(worlds.take(), scenario, plan)).forEach(error::addSuppressed);
      throw error;
    }
    worlds.giveBack(world);
    runs.incrementAndGet();
    deaths.addAndGet(run.finished() ? 0 : 1);
    secondDeaths.addAndGet(run.recovererFinished() ? 0 : 1);
    return run;
  }

  private List<Death> whereTheyDied(TableRun again) {
    try {
      again.tracing().run();
    } catch (RuntimeException | Error e) {
      return again.deaths();
    }
    return List.of();
  }

  /** Once more, to see where they died. */
  private String deaths(Run failed) {
    World world = worlds.take();
    Run again = failed.tracing(world);
    try {
      again.run();
    } catch (RuntimeException | Error e) {
      return again.deaths();
    } finally {
      worlds.giveUp(world);
    }
    return "\n  (and not when it was tried again)";
  }

  @Override
  public String toString() {
    return String.format(
        "%d scenarios, %d runs: %d deaths, %d deaths of those who came after",
        scenarios.get(), runs.get(), deaths.get(), secondDeaths.get());
  }
}
