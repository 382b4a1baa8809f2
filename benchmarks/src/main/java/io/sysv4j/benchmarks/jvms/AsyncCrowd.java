package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What do very many asynchronous sleepers in one JVM cost, and how fast are they woken by one
 * operation? All wait for zero.
 */
public record AsyncCrowd(Subject subject, String namespace, int sleepers) implements Step {
  private static final List<Metric> METRICS =
      List.of(
          Metric.THREADS,
          Metric.HEAP_BYTES_EACH,
          Metric.MAPPED_BYTES_EACH,
          Metric.BYTES_EACH,
          Metric.OPS_PER_S);

  @Override
  public Work work() {
    return Work.ASYNC;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    try (Jvm jvm = Jvm.start(Host.class, namespace, sleepers)) {
      for (Metric metric : METRICS) {
        double value = Double.parseDouble(jvm.hear());
        results.add(new Key(work(), sleepers, subject, metric), value);
      }
    }
  }

  /** The JVM of the sleepers: {@code Host NAMESPACE SLEEPERS}. */
  static final class Host {
    private static final Sembuf[] UNTIL_ZERO = {Sembuf.of(0, 0)};

    public static void main(String[] args) throws IOException {
      Parent parent = new Parent();
      int sleepers = Integer.parseInt(args[1]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        int threads = threadCount();
        warmUp(ipc, sleepers / 10);
        measure(ipc, new CompletableFuture<?>[sleepers], threads)
            .forEach(value -> parent.tell(value.toString()));
      }
    }

    private static void warmUp(IpcNamespace ipc, int sleepers) {
      CompletableFuture<?>[] futures = new CompletableFuture<?>[sleepers];
      try (OwnSet set = OwnSet.make(ipc, 1)) {
        sleep(ipc, set.semid(), futures);
        wake(ipc, set.semid(), futures);
      }
    }

    private static Stream<Number> measure(
        IpcNamespace ipc, CompletableFuture<?>[] futures, int threads) throws IOException {
      try (OwnSet set = OwnSet.make(ipc, 1)) {
        double each = futures.length;
        long heap = heap();
        long mapped = mapped(ipc);
        sleep(ipc, set.semid(), futures);
        int threadsAdded = threadCount() - threads;
        double heapEach = (heap() - heap) / each;
        double mappedEach = (mapped(ipc) - mapped) / each;
        double rate = each * 1e9 / wake(ipc, set.semid(), futures);
        return Stream.of(threadsAdded, heapEach, mappedEach, heapEach + mappedEach, rate);
      }
    }

    private static void sleep(IpcNamespace ipc, int semid, CompletableFuture<?>[] futures) {
      ipc.semop(semid, 0, 1, 0);
      for (int i = 0; i < futures.length; i++) {
        futures[i] = ipc.semopAsync(semid, UNTIL_ZERO);
      }
    }

    private static long wake(IpcNamespace ipc, int semid, CompletableFuture<?>[] futures) {
      long start = System.nanoTime();
      ipc.semop(semid, 0, -1, 0);
      for (CompletableFuture<?> future : futures) {
        future.join();
      }
      return System.nanoTime() - start;
    }

    private static int threadCount() {
      return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The bytes that a namespace of files takes; 0 for one without. */
    private static long mapped(IpcNamespace ipc) throws IOException {
      URI uri = ipc.uri();
      Path directory = Path.of(uri.getPath());
      if (!uri.getScheme().equals("offheap")) {
        return 0;
      }
      try (Stream<Path> files = Files.list(directory)) {
        return files.mapToLong(file -> file.toFile().length()).sum();
      }
    }
  }
}
