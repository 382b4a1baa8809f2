package io.sysv4j.benchmarks.calls;

import io.sysv4j.Ipc;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What do +1 and -1 cost when each will be undone if this process dies? */
public class UndoSemop {
  @Benchmark
  @OperationsPerInvocation(2)
  public void single(OpenSet set) {
    set.ipc.semop(set.semid, 0, 1, Ipc.SEM_UNDO);
    set.ipc.semop(set.semid, 0, -1, Ipc.SEM_UNDO);
  }
}
