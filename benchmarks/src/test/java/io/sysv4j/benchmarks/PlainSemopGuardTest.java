package io.sysv4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.floors.BareCas;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fails on a gross regression of the plain path: by its ratio to a bare compare-and-set in the same
 * seconds of the same JVM, never by absolute time.
 */
class PlainSemopGuardTest {
  private static final double MOST = 3;
  private static final int ROUNDS = 31;
  private static final int WARM_UPS = 10;
  private static final int PAIRS = 200_000;

  @TempDir Path directory;

  @Test
  void shouldCostAtMostThreeCompareAndSets() throws IOException {
    double[] ratios = new double[ROUNDS];
    try (IpcNamespace ipc =
            IpcNamespace.open("offheap:" + directory.resolve("namespace") + "?create=true");
        OwnSet set = OwnSet.make(ipc, 1)) {
      ByteBuffer page = page();
      for (int i = -WARM_UPS; i < ROUNDS; i++) {
        double ratio = (double) semops(ipc, set.semid()) / compareAndSets(page);
        ratios[Math.max(0, i)] = ratio;
      }
    }
    Arrays.sort(ratios);
    double median = ratios[ROUNDS / 2];
    assertTrue(
        median <= MOST,
        () -> "a plain semop costs " + median + " compare-and-sets: " + Arrays.toString(ratios));
  }

  private static long semops(IpcNamespace ipc, int semid) {
    long start = System.nanoTime();
    for (int i = 0; i < PAIRS; i++) {
      ipc.semop(semid, 0, 1, 0);
      ipc.semop(semid, 0, -1, 0);
    }
    return System.nanoTime() - start;
  }

  private static long compareAndSets(ByteBuffer page) {
    long start = System.nanoTime();
    for (int i = 0; i < PAIRS; i++) {
      BareCas.add(page, 1);
      BareCas.add(page, -1);
    }
    return System.nanoTime() - start;
  }

  private ByteBuffer page() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("page"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
    }
  }
}
