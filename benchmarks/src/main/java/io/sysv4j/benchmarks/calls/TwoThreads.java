package io.sysv4j.benchmarks.calls;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/** Do two threads disturb each other on two semaphores of one set, compared with two sets? */
@Threads(2)
@State(Scope.Benchmark)
public class TwoThreads {
  @Param("kernel:/")
  public String namespace;

  @Param("1")
  public int sets;

  private IpcNamespace ipc;
  private OwnSet first;
  private OwnSet second;

  @Setup
  public void open() {
    ipc = IpcNamespace.open(namespace);
    first = OwnSet.make(ipc, 2);
    second = OwnSet.make(ipc, 2);
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void ownSemaphore(Mine mine) {
    ipc.semop(mine.semid, mine.semNum, 1, 0);
    ipc.semop(mine.semid, mine.semNum, -1, 0);
  }

  @TearDown
  public void close() {
    first.close();
    second.close();
    ipc.close();
  }

  /** The semaphore of one thread. */
  @State(Scope.Thread)
  public static class Mine {
    int semid;
    int semNum;

    @Setup
    public void choose(TwoThreads all, ThreadParams thread) {
      semNum = thread.getThreadIndex();
      semid = semNum == 1 && all.sets == 2 ? all.second.semid() : all.first.semid();
    }
  }
}
