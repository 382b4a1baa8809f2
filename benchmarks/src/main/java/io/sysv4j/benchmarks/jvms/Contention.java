package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.Timing;
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
 * in one set or in two. Each JVM has a processor of its own.
 *
 * @param size processes for {@code CONTEND}, sets for {@code TWO_JVMS}
 */
public record Contention(Work work, int size, Subject subject, String namespace, Timing timing)
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
      try (Jvm a = Jvm.start(Hammer.class, namespace, 0, first.semid(), 0, add, timing);
          Jvm b = Jvm.start(Hammer.class, namespace, 1, other, one ? 0 : 1, add, timing)) {
        results.add(new Key(work, size, subject, Metric.OPS_PER_S), total(a, b));
      }
    }
  }

  /** Lets two JVMs measure at the same time; what they do together. */
  static double total(Jvm one, Jvm other) throws IOException {
    one.expect("ready");
    other.expect("ready");
    one.say("go");
    other.say("go");
    return Double.parseDouble(one.hear()) + Double.parseDouble(other.hear());
  }

  /** Adds and takes back: {@code Hammer NAMESPACE CPU SEMID SEMNUM ADD TIMING}. */
  static final class Hammer {
    public static void main(String[] args) throws Exception {
      Parent parent = new Parent();
      int semid = Integer.parseInt(args[2]);
      int semNum = Integer.parseInt(args[3]);
      int add = Integer.parseInt(args[4]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        Rate.Pair pair =
            () -> {
              ipc.semop(semid, semNum, add, 0);
              ipc.semop(semid, semNum, -add, 0);
            };
        Rate.report(parent, Integer.parseInt(args[1]), pair, Timing.parse(args[5]));
      }
    }
  }
}
