package io.sysv4j.benchmarks.floors;

import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does {@code java.util.concurrent.Semaphore} cost, which serves one JVM only? */
@State(Scope.Benchmark)
public class ConcurrentSemaphore {
  private final Semaphore semaphore = new Semaphore(0);

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair() throws InterruptedException {
    semaphore.release();
    semaphore.acquire();
  }

  @Benchmark
  public boolean refused() {
    return semaphore.tryAcquire();
  }
}
