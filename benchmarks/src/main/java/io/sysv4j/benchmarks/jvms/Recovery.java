package io.sysv4j.benchmarks.jvms;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** How long after SIGKILL of a JVM that held the only unit does a sleeper in another resume? */
public record Recovery(Subject subject, String namespace, int kills) implements Step {
  @Override
  public Work work() {
    return Work.RECOVERY;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    Histogram latencies = new Histogram(3);
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        OwnSet set = OwnSet.make(ipc, 1)) {
      ipc.semop(set.semid(), 0, 1, 0);
      for (int i = 0; i < kills; i++) {
        latencies.recordValue(once(ipc, set.semid()));
      }
    }
    results.addLatencies(work(), subject, latencies);
  }

  private long once(IpcNamespace ipc, int semid) throws IOException {
    try (Jvm holder = Jvm.start(Holder.class, namespace, semid)) {
      holder.expect("holding");
      CompletableFuture<Long> resumed =
          CompletableFuture.supplyAsync(
              () -> {
                ipc.semop(semid, 0, -1, 0);
                return System.nanoTime();
              });
      while (ipc.getNcnt(semid, 0) == 0) {
        Thread.onSpinWait();
      }
      long killed = System.nanoTime();
      holder.kill();
      long latency = resumed.join() - killed;
      ipc.semop(semid, 0, 1, 0);
      return latency;
    }
  }

  /** Takes the unit, to be given back when it dies: {@code Holder NAMESPACE SEMID}. */
  static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      IpcNamespace ipc = IpcNamespace.open(args[0]);
      ipc.semop(Integer.parseInt(args[1]), 0, -1, Ipc.SEM_UNDO);
      parent.tell("holding");
      parent.hear();
    }
  }
}
