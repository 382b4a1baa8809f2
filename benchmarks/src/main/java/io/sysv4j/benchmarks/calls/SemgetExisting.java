package io.sysv4j.benchmarks.calls;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does it cost to find a set by its key? */
@State(Scope.Benchmark)
public class SemgetExisting {
  @Param("kernel:/")
  public String namespace;

  private IpcNamespace ipc;
  private int key;
  private int semid;

  @Setup
  public void open() {
    ipc = IpcNamespace.open(namespace);
    key = (int) ProcessHandle.current().pid() | 0x5e000000;
    semid = ipc.semget(key, 1, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
  }

  @Benchmark
  public int semget() {
    return ipc.semget(key, 1, 0600);
  }

  @TearDown
  public void close() {
    ipc.semRmid(semid);
    ipc.close();
  }
}
