package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.util.List;

/**
 * How many operations a second do two JVMs get done together? {@link Work#CONTEND}: they take and
 * give back the only unit of one semaphore. {@link Work#TWO_JVMS}: each has a semaphore of its own,
 * in one set or in two.
 *
 * @param size processes for {@code CONTEND}, sets for {@code TWO_JVMS}
 */
public record Contention(Work work, int size, Subject subject, String namespace, int millis)
    implements Step {
  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    boolean one = work == Work.CONTEND;
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        OwnSet first = OwnSet.make(ipc, 2);
        OwnSet second = OwnSet.make(ipc, 2)) {
      ipc.semop(first.semid(), 0, one ? 1 : 0, 0);
      int other = !one && size == 2 ? second.semid() : first.semid();
      int add = one ? -1 : 1;
      try (Jvm a = Jvm.start(Hammer.class, namespace, first.semid(), 0, add, millis);
          Jvm b = Jvm.start(Hammer.class, namespace, other, one ? 0 : 1, add, millis)) {
        a.expect("ready");
        b.expect("ready");
        a.say("go");
        b.say("go");
        double total = Double.parseDouble(a.hear()) + Double.parseDouble(b.hear());
        results.add(new Key(work, size, subject, Metric.OPS_PER_S), total);
      }
    }
  }

  /** Adds and takes back: {@code Hammer NAMESPACE SEMID SEMNUM ADD MILLIS}. */
  static final class Hammer {
    private static final int BATCH = 100;

    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      int semid = Integer.parseInt(args[1]);
      int semNum = Integer.parseInt(args[2]);
      int add = Integer.parseInt(args[3]);
      long length = Long.parseLong(args[4]) * 1_000_000;
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        parent.tell("ready");
        parent.hear();
        rate(ipc, semid, semNum, add, length / 2);
        parent.tell(Double.toString(rate(ipc, semid, semNum, add, length)));
        // Keeps the other company until it has measured, too.
        rate(ipc, semid, semNum, add, length / 2);
      }
    }

    private static double rate(IpcNamespace ipc, int semid, int semNum, int add, long length) {
      long start = System.nanoTime();
      long ops = 0;
      long spent;
      do {
        for (int i = 0; i < BATCH; i++) {
          ipc.semop(semid, semNum, add, 0);
          ipc.semop(semid, semNum, -add, 0);
        }
        ops += 2 * BATCH;
        spent = System.nanoTime() - start;
      } while (spent < length);
      return ops * 1e9 / spent;
    }
  }
}
