package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.engine.EngineDoor;
import java.util.Random;

/** Plays a scenario of a set while its passages through the gate are measured. */
final class SetPassages {
  private static final Step COUNT = Step.parse("B counts");

  private final Worlds worlds;
  private final AllocationMeter meter;
  private final Scenario scenario;
  private World world;

  SetPassages(Worlds worlds, AllocationMeter meter, Scenario scenario) {
    this.worlds = worlds;
    this.meter = meter;
    this.scenario = scenario;
  }

  /** M's step is measured. */
  void step() {
    play(() -> measure(scenario.deadly()));
  }

  /** M dies over its step, and B, who comes after it, is measured; answers how that was. */
  String repairAfterDeath(Random random) {
    int stores = 1 + random.nextInt(40);
    play(
        () -> {
          world.person(World.MORTAL).life.endAfter(stores);
          boolean died = fails(() -> world.perform(scenario.deadly()));
          if (died) {
            world.bury(World.MORTAL);
          } else if (world.isHere(World.MORTAL)) {
            world.person(World.MORTAL).life.goOn();
          }
          measure(COUNT);
        });
    return " (after " + stores + " stores)";
  }

  /** As {@link #repairAfterDeath}, and M lives on. */
  String repairAfterError(Random random) {
    Mishap mishap = new Mishap(random.nextInt(80), false, Mishap.Kind.ERROR);
    play(
        () -> {
          Mortal mortal = world.person(World.MORTAL);
          mortal.life.mishap(mishap);
          boolean failed = fails(() -> world.perform(scenario.deadly()));
          mortal.life.mishap(null);
          if (failed) {
            mortal.within(() -> lookAfter(mortal));
          }
          measure(COUNT);
          if (failed) {
            world.bury(World.MORTAL);
          }
        });
    return mishap.story();
  }

  private static Void lookAfter(Mortal mortal) {
    EngineDoor.lookAfterNotes(mortal.engine);
    return null;
  }

  private static boolean fails(Runnable action) {
    try {
      action.run();
      return false;
    } catch (Death | Mishap.Trouble e) {
      return true;
    }
  }

  private void measure(Step step) {
    meter.start();
    try {
      world.perform(step);
    } finally {
      meter.stop();
    }
  }

  /** The scenario up to M's step, the rest, and its end. */
  private void play(Runnable rest) {
    world = worlds.take();
    try {
      world.begin(scenario.initial());
      world.set(COUNT.who());
      world.set(World.MORTAL);
      scenario.before().forEach(world::perform);
      rest.run();
      world.perform(Step.parse("Z settles"));
      world.perform(Step.parse("Z removes"));
      world.end();
    } catch (RuntimeException | Error e) {
      meter.stop();
      worlds.giveUp(world);
      throw new AssertionError(scenario + "\n  " + e, e);
    }
    worlds.giveBack(world);
  }
}
