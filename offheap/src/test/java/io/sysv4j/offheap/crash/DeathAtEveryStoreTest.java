package io.sysv4j.offheap.crash;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Death at every store: of whoever does something with a set or with the tables of a namespace, and
 * of whoever repairs what that one left. See {@link Run}, {@link SetScenarios}, {@link TableRun}.
 */
class DeathAtEveryStoreTest {
  @TestFactory
  Stream<DynamicTest> shouldSurviveTheDeathOfWhoeverChangesASet() {
    return sweep(false, SetScenarios.all(), Sweep::over);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> shouldSurviveEveryDeathOfWhoeverChangesASetAndOfWhoeverRepairsIt() {
    return sweep(true, SetScenarios.all(), Sweep::over);
  }

  @TestFactory
  Stream<DynamicTest> shouldSurviveTheDeathOfWhoeverChangesTheTables() {
    return sweep(false, TableScenarios.all(), Sweep::over);
  }

  private static <T> Stream<DynamicTest> sweep(
      boolean isThorough, List<T> scenarios, BiConsumer<Sweep, T> over) {
    Worlds worlds = new Worlds();
    return SweepTests.of(worlds, new Sweep(worlds, isThorough), scenarios, over);
  }
}
