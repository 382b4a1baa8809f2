package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.crash.TableScenarios.TableScenario;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;

/**
 * A JVM that has done nothing yet: it plays one scenario of the tables, and tells what M allocated
 * and loaded inside the registry's gate. Run by {@link ColdPassageAllocationTest}.
 */
final class ColdTables {
  private ColdTables() {}

  /** Arguments: what happens before, and M's step. */
  public static void main(String[] arguments) {
    AllocationMeter meter = new AllocationMeter();
    ColdPassages.warm(meter);
    TableScenario scenario =
        new TableScenario(Step.parseAll(arguments[0]), Step.parse(arguments[1]));
    try (Worlds worlds =
        new Worlds(
            (real, life) ->
                new MeteredMemory(
                    real,
                    real,
                    life,
                    meter,
                    real.name().endsWith("/namespace") ? NamespaceLayout.GATE : -1))) {
      World world = worlds.take();
      new MeasuredTableRun(world, scenario, meter).run();
      ColdPassages.tell(meter);
      worlds.giveBack(world);
    }
  }
}
