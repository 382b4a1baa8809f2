package io.sysv4j.offheap.crash;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * An Error, or what a bug throws, at every load and store of one that does something with a set or
 * the tables, and of one that comes after it; both live on. See {@link ErrorRun}, {@link
 * ErrorTableRun}.
 */
class ErrorAtEveryStoreTest {
  @TestFactory
  Stream<DynamicTest> shouldGoOnAfterAnErrorInsideAnyoneWhoChangesASet() {
    return sweep(false, SetScenarios.all(), ErrorSweep::over);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> shouldGoOnAfterErrorsInsideAnyoneWhoChangesASetAndWhoComesAfterIt() {
    return sweep(true, SetScenarios.all(), ErrorSweep::over);
  }

  @TestFactory
  Stream<DynamicTest> shouldGoOnAfterAnErrorInsideAnyoneWhoChangesTheTables() {
    return sweep(false, TableScenarios.all(), ErrorSweep::over);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> shouldGoOnAfterErrorsInsideAnyoneWhoChangesTheTablesAndWhoComesAfterIt() {
    return sweep(true, TableScenarios.all(), ErrorSweep::over);
  }

  private static <T> Stream<DynamicTest> sweep(
      boolean isThorough, List<T> scenarios, BiConsumer<ErrorSweep, T> over) {
    Worlds worlds = new Worlds();
    return SweepTests.of(worlds, new ErrorSweep(worlds, isThorough), scenarios, over);
  }
}
