package io.sysv4j.benchmarks.calls;

import io.sysv4j.Sembuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What does an array cost that changes four semaphores, all or none? */
public class FourSemop {
  private static final Sembuf[] UP = {
    Sembuf.of(0, 1), Sembuf.of(1, 1), Sembuf.of(2, 1), Sembuf.of(3, 1)
  };
  private static final Sembuf[] DOWN = {
    Sembuf.of(0, -1), Sembuf.of(1, -1), Sembuf.of(2, -1), Sembuf.of(3, -1)
  };

  @Benchmark
  @OperationsPerInvocation(2)
  public void sembufs(OpenSet set) {
    set.ipc.semop(set.semid, UP);
    set.ipc.semop(set.semid, DOWN);
  }
}
