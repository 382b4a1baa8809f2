package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Death at every store: of whoever does something with a set or with the tables of a namespace, and
 * of whoever repairs what that one left. See {@link Run}, {@link SetScenarios}, {@link TableRun}.
 */
class DeathAtEveryStoreTest {
  /** Most of the time a run waits until it may doubt that the owner of a gate lives. */
  private static final int THREADS = 8 * Runtime.getRuntime().availableProcessors();

  @TestFactory
  Stream<DynamicTest> shouldSurviveTheDeathOfWhoeverChangesASet() {
    return sweep(false, SetScenarios.all(), Sweep::over);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> shouldSurviveEveryDeathOfWhoeverChangesASetAndOfWhoeverRepairsIt() {
    return sweep(true, SetScenarios.all(), Sweep::over);
  }

  /** All are begun at once; each test waits for its own. */
  private static <T> Stream<DynamicTest> sweep(
      boolean isThorough, List<T> scenarios, java.util.function.BiConsumer<Sweep, T> over) {
    Worlds worlds = new Worlds();
    Sweep sweep = new Sweep(worlds, isThorough);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<DynamicTest> tests = new ArrayList<>();
    for (T scenario : scenarios) {
      var run = CompletableFuture.runAsync(() -> over.accept(sweep, scenario), threads);
      tests.add(dynamicTest(scenario.toString(), () -> outcome(run)));
    }
    threads.shutdown();
    return tests.stream()
        .onClose(
            () -> {
              threads.shutdownNow();
              worlds.close();
              System.out.println(sweep);
            });
  }

  private static void outcome(CompletableFuture<Void> run) throws Throwable {
    try {
      run.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }
}
