package io.sysv4j.benchmarks.calls;

import io.sysv4j.Sembuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What do +1 and -1 cost on a semaphore that nobody else wants? */
public class PlainSemop {
  private static final Sembuf[] UP = {Sembuf.of(0, 1)};
  private static final Sembuf[] DOWN = {Sembuf.of(0, -1)};

  @Benchmark
  @OperationsPerInvocation(2)
  public void single(OpenSet set) {
    set.ipc.semop(set.semid, 0, 1, 0);
    set.ipc.semop(set.semid, 0, -1, 0);
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void sembufs(OpenSet set) {
    set.ipc.semop(set.semid, UP);
    set.ipc.semop(set.semid, DOWN);
  }
}
