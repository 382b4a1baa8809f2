package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What does the first operation of a JVM cost on a set that another has made? */
public record FirstUse(Subject subject, String namespace) implements Step {
  private static final int SETS = 2_000;

  @Override
  public Work work() {
    return Work.FIRST_USE;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    List<OwnSet> sets = new ArrayList<>();
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        Jvm stranger = Jvm.start(Stranger.class, namespace)) {
      stranger.expect("ready");
      for (int i = 0; i < SETS; i++) {
        sets.add(OwnSet.make(ipc, 1));
      }
      sets.forEach(set -> stranger.say(Integer.toString(set.semid())));
      Histogram latencies = Latencies.decode(stranger.hear());
      sets.forEach(OwnSet::close);
      results.addLatencies(work(), subject, latencies);
    }
  }

  /** Uses each set once; the first half warms it up: {@code Stranger NAMESPACE}. */
  static final class Stranger {
    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        parent.tell("ready");
        int[] semids = new int[SETS];
        for (int i = 0; i < SETS; i++) {
          semids[i] = Integer.parseInt(parent.hear());
        }
        use(ipc, semids, 0, SETS / 2);
        parent.tell(Latencies.encode(use(ipc, semids, SETS / 2, SETS)));
      }
    }

    private static Histogram use(IpcNamespace ipc, int[] semids, int from, int to) {
      Histogram latencies = new Histogram(3);
      for (int i = from; i < to; i++) {
        long start = System.nanoTime();
        ipc.semop(semids[i], 0, 1, 0);
        latencies.recordValue(System.nanoTime() - start);
      }
      return latencies;
    }
  }
}
