package io.sysv4j.benchmarks.jvms;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.benchmarks.OwnSet;
import io.sysv4j.benchmarks.Step;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * How long does another JVM wait when the stack of a thread is full in the middle of a call? One
 * JVM has threads that call so near the end of their stacks that many calls overflow somewhere, and
 * that do nothing about it; this one makes the same calls on the same semaphore meanwhile.
 *
 * @param threads how many threads call there, one after the other
 */
public record FullStacks(Subject subject, String namespace, int threads) implements Step {
  @Override
  public Work work() {
    return Work.FULL_STACKS;
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void run(Results results) throws IOException {
    try (IpcNamespace ipc = IpcNamespace.open(namespace);
        OwnSet set = OwnSet.make(ipc, 1);
        Jvm troubled = Jvm.start(Troubled.class, namespace, set.semid(), threads)) {
      troubled.expect("ready");
      long warm = System.nanoTime() + 200_000_000;
      longest(ipc, set.semid(), () -> System.nanoTime() > warm);
      troubled.say("go");
      CompletableFuture<String> overflows = CompletableFuture.supplyAsync(() -> hear(troubled));
      double longest = longest(ipc, set.semid(), overflows::isDone) / 1e6;
      results.add(new Key(work(), subject, Metric.WORST_MS), longest);
      results.add(new Key(work(), subject, Metric.ERRORS), Integer.parseInt(overflows.join()));
    }
  }

  private static String hear(Jvm jvm) {
    try {
      return jvm.hear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The longest call until the end, in ns. */
  private static long longest(IpcNamespace ipc, int semid, BooleanSupplier isOver) {
    long longest = 0;
    long start = System.nanoTime();
    while (!isOver.getAsBoolean()) {
      pair(ipc, semid);
      long now = System.nanoTime();
      longest = Math.max(longest, now - start);
      start = now;
    }
    return longest;
  }

  private static void pair(IpcNamespace ipc, int semid) {
    ipc.semop(semid, 0, 1, Ipc.SEM_UNDO);
    ipc.semop(semid, 0, -1, Ipc.SEM_UNDO);
  }

  /**
   * Calls at the end of the stack: {@code Troubled NAMESPACE SEMID THREADS}. Answers how many calls
   * overflowed.
   */
  static final class Troubled {
    private static final int STACK = 256 * 1024;

    /** How far from its end a call may begin, in frames. */
    private static final int FRAMES = 200;

    private static final int WARM = 20_000;

    private final IpcNamespace ipc;
    private final int semid;
    private int reached;
    private int overflows;

    private Troubled(IpcNamespace ipc, int semid) {
      this.ipc = ipc;
      this.semid = semid;
    }

    public static void main(String[] args) throws InterruptedException {
      Parent parent = new Parent();
      try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
        Troubled troubled = new Troubled(ipc, Integer.parseInt(args[1]));
        for (int i = 0; i < WARM; i++) {
          pair(ipc, troubled.semid);
        }
        parent.tell("ready");
        parent.hear();
        Random random = new Random(1);
        for (int threads = Integer.parseInt(args[2]); threads > 0; threads--) {
          int spare = random.nextInt(FRAMES);
          Thread thread = new Thread(null, () -> troubled.overflow(spare), "troubled", STACK);
          thread.start();
          thread.join();
        }
        parent.tell(Integer.toString(troubled.overflows));
        parent.hear();
      }
    }

    /** Finds out how deep this stack is, and calls a little above its end. */
    private void overflow(int spare) {
      try {
        dive(0, Integer.MAX_VALUE);
      } catch (StackOverflowError e) {
        reached -= spare;
      }
      try {
        dive(0, Math.max(0, reached));
      } catch (StackOverflowError e) {
        overflows++;
      }
    }

    private void dive(int depth, int until) {
      reached = depth;
      if (depth == until) {
        pair(ipc, semid);
      } else {
        dive(depth + 1, until);
      }
    }
  }
}
