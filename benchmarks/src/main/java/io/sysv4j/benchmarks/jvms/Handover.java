package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.Timing;
import io.sysv4j.benchmarks.libc.Libc;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long does a round trip between two JVMs take? Each adds one to the other's semaphore and
 * takes one from its own. Each has a processor of its own, or both share one.
 */
public record Handover(Work work, Subject subject, String namespace, Timing timing)
    implements Step {
  private static final long PACE_NS = 200_000;

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    List<String> prefix =
        work == Work.HANDOVER_ONE_CPU
            ? List.of("taskset", "-c", Integer.toString(Libc.processor(0)))
            : List.of();
    long pace = work == Work.HANDOVER_PACED ? PACE_NS : 0;
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        OwnSet set = OwnSet.make(ipc, 2);
        Jvm pong = Jvm.start(prefix, Pong.class, namespace, set.semid());
        Jvm ping = Jvm.start(prefix, Ping.class, namespace, set.semid(), timing, pace)) {
      pong.expect("ready");
      ping.expect("ready");
      ping.say("go");
      Histogram roundTrips = Latencies.decode(ping.hear());
      if (pace == 0) {
        results.addClosedLoop(work, subject, roundTrips);
      } else {
        results.addLatencies(work, subject, roundTrips);
      }
    }
  }

  /** Answers: {@code Pong NAMESPACE SEMID}. */
  static final class Pong {
    public static void main(String[] args) {
      Parent parent = new Parent();
      int semid = Integer.parseInt(args[1]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        Libc.pin(1);
        parent.tell("ready");
        while (true) {
          ipc.semop(semid, 0, -1, 0);
          ipc.semop(semid, 1, 1, 0);
        }
      } catch (IpcRemovedException over) {
        parent.tell("over");
      }
    }
  }

  /**
   * Starts each round trip and times it: {@code Ping NAMESPACE SEMID TIMING PACE}. With a pace, a
   * round trip counts from when it was meant to start, however late the one before it ended.
   */
  static final class Ping {
    private final IpcNamespace ipc;
    private final int semid;
    private final long pace;

    private Ping(IpcNamespace ipc, int semid, long pace) {
      this.ipc = ipc;
      this.semid = semid;
      this.pace = pace;
    }

    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      Timing timing = Timing.parse(args[2]);
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        Ping ping = new Ping(ipc, Integer.parseInt(args[1]), Long.parseLong(args[3]));
        Libc.pin(0);
        parent.tell("ready");
        parent.hear();
        ping.run(timing.warmUp(), new Histogram(3));
        Histogram roundTrips = new Histogram(3);
        ping.run(timing.measured(), roundTrips);
        parent.tell(Latencies.encode(roundTrips));
      }
    }

    private void run(long length, Histogram roundTrips) {
      long last = System.nanoTime();
      long end = last + length;
      long intended = last;
      while (last - end < 0) {
        intended = pace == 0 ? last : waitUntil(intended + pace);
        ipc.semop(semid, 0, 1, 0);
        ipc.semop(semid, 1, -1, 0);
        last = System.nanoTime();
        roundTrips.recordValue(last - intended);
      }
    }

    private static long waitUntil(long time) {
      while (System.nanoTime() - time < 0) {
        Thread.onSpinWait();
      }
      return time;
    }
  }
}
