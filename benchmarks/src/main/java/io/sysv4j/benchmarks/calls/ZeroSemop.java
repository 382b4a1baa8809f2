package io.sysv4j.benchmarks.calls;

import org.openjdk.jmh.annotations.Benchmark;

/** What does waiting for zero cost when the value is zero? */
public class ZeroSemop {
  @Benchmark
  public void single(OpenSet set) {
    set.ipc.semop(set.semid, 0, 0, 0);
  }
}
