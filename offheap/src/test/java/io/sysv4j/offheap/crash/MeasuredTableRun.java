package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.TableScenarios.TableScenario;

/** A scenario of the tables in which nobody dies, and M's step is measured. */
final class MeasuredTableRun extends TableRun {
  private final AllocationMeter meter;

  MeasuredTableRun(World world, TableScenario scenario, AllocationMeter meter) {
    super(
        world, scenario, new Run.Plan(Run.LIVES, false, false, Run.Recoverer.NEIGHBOUR, Run.LIVES));
    this.meter = meter;
  }

  @Override
  void die() {
    boolean joins = scenario.deadly().verb().equals("joins");
    if (!joins) {
      world.person(World.MORTAL);
    }
    meter.start();
    try {
      if (joins) {
        world.admit(World.MORTAL, world.newcomer(new Life()));
      } else {
        performOrHearWhy(scenario.deadly());
      }
    } finally {
      meter.stop();
    }
    bury(World.MORTAL);
  }
}
