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
 * AllocationMeter}.
 */
class PassageAllocationTest {
  /** The first rounds load and link what is used. */
  private static final int ROUNDS = 3;

  private final AllocationMeter meter = new AllocationMeter();
  private final AllocationReport report = new AllocationReport();
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
    for (int round = 0; round < ROUNDS; round++) {
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
    for (int round = 1; round <= ROUNDS; round++) {
      for (Scenario scenario : SetScenarios.all()) {
        SetPassages passages = new SetPassages(all, meter, scenario);
        passages.step();
        if (round == ROUNDS) {
          report.add(scenario.toString(), meter);
        }
      }
    }
    report.require(200);
  }

  @Test
  void shouldAllocateNothingWhileASetIsRepairedAfterADeath() {
    Worlds all = measuring("/sem-", SetLayout.GATE);
    for (int round = 1; round <= ROUNDS; round++) {
      Random random = new Random(1);
      for (Scenario scenario : SetScenarios.all()) {
        SetPassages passages = new SetPassages(all, meter, scenario);
        String how = passages.repairAfterDeath(random);
        if (round == ROUNDS) {
          report.add(scenario + how, meter);
        }
      }
    }
    report.require(200);
  }

  @Test
  void shouldAllocateNothingWhileASetIsRepairedAfterAnError() {
    Worlds all = measuring("/sem-", SetLayout.GATE);
    for (int round = 1; round <= ROUNDS; round++) {
      Random random = new Random(2);
      for (Scenario scenario : SetScenarios.all()) {
        SetPassages passages = new SetPassages(all, meter, scenario);
        String how = passages.repairAfterError(random);
        if (round == ROUNDS) {
          report.add(scenario + how, meter);
        }
      }
    }
    report.require(200);
  }

  @Test
  void shouldAllocateNothingInsideTheGateOfTheTables() {
    Worlds all = measuring("/namespace", NamespaceLayout.GATE);
    for (int round = 1; round <= ROUNDS; round++) {
      for (TableScenarios.TableScenario scenario : TableScenarios.all()) {
        World world = all.take();
        new MeasuredTableRun(world, scenario, meter).run();
        all.giveBack(world);
        if (round == ROUNDS) {
          report.add(scenario.toString(), meter);
        }
      }
    }
    report.require(60);
  }

  @Test
  void shouldAllocateNothingWhileTheTablesAreRepairedAfterADeath() {
    Worlds all = measuring("/namespace", NamespaceLayout.GATE);
    for (int round = 1; round <= ROUNDS; round++) {
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
          if (round == ROUNDS) {
            report.add(scenario + "\n    " + plan, meter);
          }
        }
      }
    }
    report.require(200);
  }
}
