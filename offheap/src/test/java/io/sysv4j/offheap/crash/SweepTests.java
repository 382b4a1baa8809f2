package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** One test for each scenario that a sweep goes over. */
final class SweepTests {
  /** Most of the time a run waits until it may doubt that the owner of a gate lives. */
  private static final int THREADS = 8 * Runtime.getRuntime().availableProcessors();

  private SweepTests() {}

  /** All are begun at once; each test waits for its own. */
  static <S, T> Stream<DynamicTest> of(
      Worlds worlds, S sweep, List<T> scenarios, BiConsumer<S, T> over) {
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
    while (!run.isDone()) {
      try {
        run.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        Patience.requireNobodyHangs();
      } catch (ExecutionException e) {
        throw e.getCause();
      }
    }
    try {
      run.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
