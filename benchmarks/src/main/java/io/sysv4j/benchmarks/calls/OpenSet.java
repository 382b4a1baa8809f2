package io.sysv4j.benchmarks.calls;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An open namespace and a set of four semaphores in it, all zero, that nobody else uses. */
@State(Scope.Benchmark)
public class OpenSet {
  @Param("kernel:/")
  public String namespace;

  IpcNamespace ipc;
  int semid;
  private OwnSet set;

  @Setup
  public void open() {
    ipc = IpcNamespace.open(namespace);
    set = OwnSet.make(ipc, 4);
    semid = set.semid();
  }

  @TearDown
  public void close() {
    set.close();
    ipc.close();
  }
}
