package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
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
 * How many sleepers a second can be released? Four threads in each of two JVMs sleep on one
 * semaphore; a third JVM releases all eight with one operation and waits, with one, for all.
 */
public record Crowd(Subject subject, String namespace, Timing timing) implements Step {
  private static final int PER_JVM = 4;
  private static final int ALL = 8;

  @Override
  public Work work() {
    return Work.CROWD;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        OwnSet set = OwnSet.make(ipc, 2);
        Jvm some = Jvm.start(Sleepers.class, namespace, set.semid());
        Jvm others = Jvm.start(Sleepers.class, namespace, set.semid());
        Jvm waker = Jvm.start(Waker.class, namespace, set.semid(), timing)) {
      some.expect("ready");
      others.expect("ready");
      waker.expect("ready");
      waker.say("go");
      double rate = Double.parseDouble(waker.hear());
      results.add(new Key(work(), subject, Metric.OPS_PER_S), rate);
    }
  }

  /** Four threads that sleep, are released, and say so: {@code Sleepers NAMESPACE SEMID}. */
  static final class Sleepers {
    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      IpcNamespace ipc = IpcNamespace.open(args[0]);
      int semid = Integer.parseInt(args[1]);
      for (int i = 0; i < PER_JVM; i++) {
        new Thread(() -> sleep(ipc, semid), "sleeper " + i).start();
      }
      parent.tell("ready");
    }

    private static void sleep(IpcNamespace ipc, int semid) {
      try {
        while (true) {
          ipc.semop(semid, 0, -1, 0);
          ipc.semop(semid, 1, 1, 0);
        }
      } catch (IpcRemovedException over) {
        ipc.close();
      }
    }
  }

  /** Releases all and waits for all: {@code Waker NAMESPACE SEMID TIMING}. */
  static final class Waker {
    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      int semid = Integer.parseInt(args[1]);
      Timing timing = Timing.parse(args[2]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        parent.tell("ready");
        parent.hear();
        rate(ipc, semid, timing.warmUp());
        parent.tell(Double.toString(rate(ipc, semid, timing.measured())));
      }
    }

    private static double rate(IpcNamespace ipc, int semid, long length) {
      long start = System.nanoTime();
      long released = 0;
      long spent;
      do {
        ipc.semop(semid, 0, ALL, 0);
        ipc.semop(semid, 1, -ALL, 0);
        released += ALL;
        spent = System.nanoTime() - start;
      } while (spent < length);
      return released * 1e9 / spent;
    }
  }
}
