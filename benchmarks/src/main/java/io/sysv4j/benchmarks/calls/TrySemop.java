package io.sysv4j.benchmarks.calls;

import io.sysv4j.Errno;
import org.openjdk.jmh.annotations.Benchmark;

/** What does it cost to be told that an operation would sleep? */
public class TrySemop {
  @Benchmark
  public Errno single(OpenSet set) {
    return set.ipc.trySemop(set.semid, 0, -1, 0);
  }
}
