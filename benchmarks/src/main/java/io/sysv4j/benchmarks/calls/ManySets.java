package io.sysv4j.benchmarks.calls;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Does an operation cost more when this process has used many sets? */
@State(Scope.Benchmark)
public class ManySets {
  @Param("kernel:/")
  public String namespace;

  @Param("1")
  public int sets;

  private IpcNamespace ipc;
  private final List<OwnSet> all = new ArrayList<>();
  private int semid;

  @Setup
  public void make() {
    ipc = IpcNamespace.open(namespace);
    for (int i = 0; i < sets; i++) {
      OwnSet set = OwnSet.make(ipc, 1);
      all.add(set);
      ipc.semop(set.semid(), 0, 1, 0);
    }
    semid = all.get(sets / 2).semid();
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void oneOfThem() {
    ipc.semop(semid, 0, 1, 0);
    ipc.semop(semid, 0, -1, 0);
  }

  @TearDown
  public void remove() {
    all.forEach(OwnSet::close);
    ipc.close();
  }
}
