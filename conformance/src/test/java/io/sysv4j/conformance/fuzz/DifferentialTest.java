package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code offheap:} against {@code kernel:}, by new programs each time. The output has the seed and,
 * if they differ, the smallest program that shows it.
 */
class DifferentialTest {
  private static FuzzProcess fuzz(String... args) throws IOException, InterruptedException {
    FuzzProcess fuzz = FuzzProcess.run(args);
    assertEquals(0, fuzz.status(), fuzz.output());
    assertTrue(fuzz.output().contains("seed"), fuzz.output());
    return fuzz;
  }

  @Test
  void shouldAnswerEveryCallAsTheKernel() throws IOException, InterruptedException {
    fuzz("--mode", "single", "--steps", "200000");
  }

  @Test
  void shouldWakeAndUndoAsTheKernelInSeveralProcesses() throws IOException, InterruptedException {
    fuzz("--mode", "multi", "--minutes", "1");
  }

  @Test
  @Tag("long")
  void shouldAgreeForAMillionStepsOfSeveralProcesses() throws IOException, InterruptedException {
    fuzz("--mode", "multi", "--steps", "1000000");
  }
}
