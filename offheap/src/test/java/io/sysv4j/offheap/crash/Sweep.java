package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.Run.Effect;
import io.sysv4j.offheap.crash.Run.Recoverer;
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
    int lot = scenario.toString().hashCode();
    Random random = new Random(lot);
    boolean happened = false;
    boolean finished = false;
    for (int stores = 0; !finished; stores++) {
      for (Recoverer recoverer : Recoverer.values()) {
        if (isThorough || recoverer.ordinal() == Math.floorMod(lot + stores, 3)) {
          Run run = attempt(scenario, stores, recoverer, Run.LIVES);
          check(run, happened);
          happened |= run.effect() == Effect.HAPPENED;
          finished = run.finished();
          recovererDies(scenario, stores, recoverer, run.recovererMade(), random);
        }
      }
    }
  }

  private void recovererDies(
      Scenario scenario, int stores, Recoverer recoverer, int made, Random random) {
    int first = isThorough || made == 0 ? 1 : 1 + random.nextInt(made);
    int last = isThorough ? made : Math.min(first, made);
    for (int second = first; second <= last; second++) {
      attempt(scenario, stores, recoverer, second);
    }
  }

  private static void check(Run run, boolean happened) {
    if (happened && run.effect() == Effect.DID_NOT) {
      throw new AssertionError(run + "\n  what had happened with fewer stores has not");
    }
  }

  private Run attempt(Scenario scenario, int stores, Recoverer recoverer, int recovererStores) {
    World world = worlds.take();
    Run run = new Run(world, scenario, stores, recoverer, recovererStores);
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
