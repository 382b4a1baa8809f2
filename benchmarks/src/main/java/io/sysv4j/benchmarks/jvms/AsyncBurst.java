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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What does a burst of asynchronous sleepers that get nothing cost? How long after their deadline
 * all have been told; and what GETVAL takes before a burst that is cancelled, and after it.
 */
public record AsyncBurst(Subject subject, String namespace, int sleepers) implements Step {
  private static final List<Metric> METRICS =
      List.of(Metric.LATE_MS, Metric.BEFORE_NS, Metric.AFTER_NS);

  @Override
  public Work work() {
    return Work.BURST;
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
    private static final Sembuf[] TAKE = {Sembuf.of(0, -1)};
    private static final int LOOKS = 20_000;

    public static void main(String[] args) {
      Parent parent = new Parent();
      int sleepers = Integer.parseInt(args[1]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0]);
          OwnSet set = OwnSet.make(ipc, 1)) {
        late(ipc, set.semid(), sleepers / 10);
        parent.tell(Double.toString(late(ipc, set.semid(), sleepers)));
        try (OwnSet fresh = OwnSet.make(ipc, 1)) {
          look(ipc, fresh.semid());
          parent.tell(Double.toString(look(ipc, fresh.semid())));
          cancel(ipc, fresh.semid(), sleepers);
          look(ipc, fresh.semid());
          parent.tell(Double.toString(look(ipc, fresh.semid())));
        }
      }
    }

    /** How long after the last deadline the last is told, in ms. */
    private static double late(IpcNamespace ipc, int semid, int sleepers) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      CompletableFuture<?>[] futures = new CompletableFuture<?>[sleepers];
      for (int i = 0; i < sleepers; i++) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        futures[i] = ipc.semtimedopAsync(semid, TAKE, left, Runnable::run).handle((done, e) -> e);
      }
      for (CompletableFuture<?> future : futures) {
        future.join();
      }
      return (System.nanoTime() - deadline) / 1e6;
    }

    private static void cancel(IpcNamespace ipc, int semid, int sleepers) {
      CompletableFuture<?>[] futures = new CompletableFuture<?>[sleepers];
      for (int i = 0; i < sleepers; i++) {
        futures[i] = ipc.semopAsync(semid, TAKE);
      }
      for (CompletableFuture<?> future : futures) {
        future.cancel(true);
      }
    }

    private static double look(IpcNamespace ipc, int semid) {
      long start = System.nanoTime();
      for (int i = 0; i < LOOKS; i++) {
        ipc.getVal(semid, 0);
      }
      return (System.nanoTime() - start) / (double) LOOKS;
    }
  }
}
