package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import java.util.Random;

/**
 * A JVM that plays all scenarios a few times over, and tells what it allocated inside the gate the
 * last time. Run by {@link PassageAllocationTest}.
 */
final class WarmPassages {
  /** The first rounds load and link what is used. */
  private static final int ROUNDS = 3;

  private final AllocationMeter meter = new AllocationMeter();
  private final AllocationReport report = new AllocationReport();
  private final Worlds worlds;

  private WarmPassages(String file, long gate) {
    worlds =
        new Worlds((real, life) -> metered(real, life, real.name().contains(file) ? gate : -1));
  }

  private Memory metered(Memory real, Life life, long gate) {
    return new MeteredMemory(real, new MortalMemory(real, life), life, meter, gate);
  }

  private static WarmPassages ofSets() {
    return new WarmPassages("/sem-", SetLayout.GATE);
  }

  private static WarmPassages ofTables() {
    return new WarmPassages("/namespace", NamespaceLayout.GATE);
  }

  /** Arguments: what is played. */
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "SET":
        ofSets().play(WarmPassages::eachOfSets);
        break;
      case "SET_AFTER_DEATH":
        ofSets().play(WarmPassages::eachOfSetsAfterDeath);
        break;
      case "SET_AFTER_ERROR":
        ofSets().play(WarmPassages::eachOfSetsAfterError);
        break;
      case "TABLES":
        ofTables().play(WarmPassages::eachOfTables);
        break;
      case "TABLES_AFTER_DEATH":
        ofTables().play(WarmPassages::eachOfTablesAfterDeath);
        break;
      default:
        throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** One round. */
  private interface Round {
    void play(WarmPassages passages, boolean isLast);
  }

  private void play(Round round) {
    try (worlds) {
      for (int i = 1; i <= ROUNDS; i++) {
        round.play(this, i == ROUNDS);
      }
    }
    report.tell();
  }

  private void eachOfSets(boolean isLast) {
    for (Scenario scenario : SetScenarios.all()) {
      new SetPassages(worlds, meter, scenario).step();
      note(isLast, scenario.toString());
    }
  }

  private void eachOfSetsAfterDeath(boolean isLast) {
    Random random = new Random(1);
    for (Scenario scenario : SetScenarios.all()) {
      String how = new SetPassages(worlds, meter, scenario).repairAfterDeath(random);
      note(isLast, scenario + how);
    }
  }

  private void eachOfSetsAfterError(boolean isLast) {
    Random random = new Random(2);
    for (Scenario scenario : SetScenarios.all()) {
      String how = new SetPassages(worlds, meter, scenario).repairAfterError(random);
      note(isLast, scenario + how);
    }
  }

  private void eachOfTables(boolean isLast) {
    for (TableScenarios.TableScenario scenario : TableScenarios.all()) {
      World world = worlds.take();
      new MeasuredTableRun(world, scenario, meter).run();
      worlds.giveBack(world);
      note(isLast, scenario.toString());
    }
  }

  private void eachOfTablesAfterDeath(boolean isLast) {
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
        World world = worlds.take();
        new RepairedTableRun(world, scenario, plan, meter).run();
        worlds.giveBack(world);
        note(isLast, scenario + "\n    " + plan);
      }
    }
  }

  private void note(boolean isLast, String scenario) {
    if (isLast) {
      report.add(scenario, meter);
    }
  }
}
