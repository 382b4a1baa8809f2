package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.TableScenarios.TableScenario;

/** A scenario of the tables in which M dies over its step, and the passage after it is measured. */
final class RepairedTableRun extends TableRun {
  private final AllocationMeter meter;

  RepairedTableRun(World world, TableScenario scenario, Run.Plan plan, AllocationMeter meter) {
    super(world, scenario, plan);
    this.meter = meter;
  }

  @Override
  void recover() {
    meter.start();
    try {
      super.recover();
    } finally {
      meter.stop();
    }
  }
}
