package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing is allocated, and no class is loaded, between entering a gate and leaving it: whatever is
 * done there, and whoever repairs what another left. See {@link SetScenarios}, {@link
 * AllocationMeter}, {@link AllocationReport}.
 */
class PassageAllocationTest {
  private final AllocationMeter meter = new AllocationMeter();
  private Worlds worlds;

  private Worlds measuring(String file, long gate) {
    worlds =
        new Worlds((real, life) -> metered(real, life, real.name().contains(file) ? gate : -1));
    return worlds;
  }

  private Memory metered(Memory real, Life life, long gate) {
    return new MeteredMemory(real, new MortalMemory(real, life), life, meter, gate);
  }

  @AfterEach
  void removeFiles() {
    if (worlds != null) {
      worlds.close();
    }
  }

  @Test
  void shouldMeasureWhatIsAllocated() {
    byte[][] kept = new byte[2][];
    for (int round = 0; round < 3; round++) {
      meter.start();
      meter.enters();
      meter.leaves();
      assertEquals(0, meter.bytes(), "the meter itself allocates");
      meter.enters();
      kept[round % 2] = new byte[100];
      meter.leaves();
      meter.stop();
      assertTrue(meter.bytes() >= 100, () -> "it has not seen 100 bytes: " + meter);
    }
  }

  @Test
  void shouldAllocateNothingInsideTheGateOfASet() {
    Worlds all = measuring("/sem-", SetLayout.GATE);
    AllocationReport.of(report -> playEach(all, report)).require(200);
  }

  @Test
  void shouldAllocateNothingWhileASetIsRepairedAfterADeath() {
    Worlds all = measuring("/sem-", SetLayout.GATE);
    AllocationReport.of(report -> repairEachAfterDeath(all, report)).require(200);
  }

  @Test
  void shouldAllocateNothingWhileASetIsRepairedAfterAnError() {
    Worlds all = measuring("/sem-", SetLayout.GATE);
    AllocationReport.of(report -> repairEachAfterError(all, report)).require(200);
  }

  @Test
  void shouldAllocateNothingInsideTheGateOfTheTables() {
    Worlds all = measuring("/namespace", NamespaceLayout.GATE);
    AllocationReport.of(report -> playEachOfTheTables(all, report)).require(60);
  }

  @Test
  void shouldAllocateNothingWhileTheTablesAreRepairedAfterADeath() {
    Worlds all = measuring("/namespace", NamespaceLayout.GATE);
    AllocationReport.of(report -> repairEachOfTheTables(all, report)).require(200);
  }

  // ---- the rounds --------------------------------------------------------------------------

  private void playEach(Worlds all, AllocationReport report) {
    for (Scenario scenario : SetScenarios.all()) {
      new SetPassages(all, meter, scenario).step();
      report.add(scenario.toString(), meter);
    }
  }

  private void repairEachAfterDeath(Worlds all, AllocationReport report) {
    Random random = new Random(1);
    for (Scenario scenario : SetScenarios.all()) {
      String how = new SetPassages(all, meter, scenario).repairAfterDeath(random);
      report.add(scenario + how, meter);
    }
  }

  private void repairEachAfterError(Worlds all, AllocationReport report) {
    Random random = new Random(2);
    for (Scenario scenario : SetScenarios.all()) {
      String how = new SetPassages(all, meter, scenario).repairAfterError(random);
      report.add(scenario + how, meter);
    }
  }

  private void playEachOfTheTables(Worlds all, AllocationReport report) {
    for (TableScenarios.TableScenario scenario : TableScenarios.all()) {
      World world = all.take();
      new MeasuredTableRun(world, scenario, meter).run();
      all.giveBack(world);
      report.add(scenario.toString(), meter);
    }
  }

  private void repairEachOfTheTables(Worlds all, AllocationReport report) {
    Random random = new Random(3);
    for (TableScenarios.TableScenario scenario : TableScenarios.all()) {
      for (int deaths = 0; deaths < 4; deaths++) {
        Run.Plan plan =
            new Run.Plan(
                1 + random.nextInt(60),
                random.nextBoolean(),
                false,
                Run.Recoverer.values()[random.nextInt(3)],
                Run.LIVES);
        World world = all.take();
        new RepairedTableRun(world, scenario, plan, meter).run();
        all.giveBack(world);
        report.add(scenario + "\n    " + plan, meter);
      }
    }
  }
}
