package io.sysv4j.benchmarks.calls;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.jvms.Idler;
import io.sysv4j.benchmarks.jvms.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Does an operation cost more when many JVMs have used the set? */
@State(Scope.Benchmark)
public class AttachedJvms {
  @Param("kernel:/")
  public String namespace;

  @Param("1")
  public int jvms;

  private IpcNamespace ipc;
  private OwnSet set;
  private int semid;
  private final List<Jvm> others = new ArrayList<>();

  @Setup
  public void attach() throws IOException {
    ipc = IpcNamespace.open(namespace);
    set = OwnSet.make(ipc, 1);
    semid = set.semid();
    for (int i = 1; i < jvms; i++) {
      Jvm other = Jvm.start(Idler.class, namespace, semid);
      others.add(other);
      other.expect("attached");
    }
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair() {
    ipc.semop(semid, 0, 1, 0);
    ipc.semop(semid, 0, -1, 0);
  }

  @TearDown
  public void detach() {
    others.forEach(Jvm::close);
    set.close();
    ipc.close();
  }
}
