package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A JVM whose threads, most of them virtual, all want one of two units, and give up after 200 µs:
 * so each passage of one meets those of many others.
 */
final class VirtualRushMain {
  private static final int VIRTUAL = 20;
  private static final int PLATFORM = 2;
  private static final int ROUNDS = 4;
  private static final long ROUND_NANOS = 1_200_000_000;
  private static final int GIVE_UP_SECONDS = 45;
  private static final Duration SHORT = Duration.ofNanos(200_000);

  private final IpcNamespace namespace;
  private final int set;
  private final Sembuf[] take = {new Sembuf(0, -1, 0)};
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private VirtualRushMain(IpcNamespace namespace, int set) {
    this.namespace = namespace;
    this.set = set;
  }

  /**
   * Says {@code ready}, then for each round {@code done}, or what went wrong.
   *
   * @param args URI and set
   */
  public static void main(String[] args) throws InterruptedException {
    try (IpcNamespace namespace = IpcNamespace.open(args[0])) {
      VirtualRushMain rush = new VirtualRushMain(namespace, Integer.parseInt(args[1]));
      System.out.println("ready");
      for (int round = 0; round < ROUNDS; round++) {
        String outcome = rush.round();
        System.out.println(outcome);
        if (!outcome.equals("done")) {
          Runtime.getRuntime().halt(1); // who is stuck may hold up the closing as well
        }
      }
      System.out.println("over");
    }
  }

  private String round() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(VIRTUAL + PLATFORM);
    long until = System.nanoTime() + ROUND_NANOS;
    for (int i = 0; i < VIRTUAL; i++) {
      Threads.virtual("virtual-" + i, () -> run(until, end)).start();
    }
    for (int i = 0; i < PLATFORM; i++) {
      Threads.alike("platform-" + i, () -> run(until, end)).start();
    }
    boolean ended = end.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
    if (failure.get() != null) {
      failure.get().printStackTrace();
      return "failed: " + failure.get();
    }
    return ended ? "done" : end.getCount() + " are stuck; taken " + taken + ", late " + late;
  }

  private void run(long until, CountDownLatch end) {
    try {
      while (until - System.nanoTime() > 0) {
        call();
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    } finally {
      end.countDown();
    }
  }

  private void call() {
    try {
      namespace.semtimedop(set, take, SHORT);
    } catch (IpcException e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
      late.incrementAndGet();
      return;
    }
    taken.incrementAndGet();
    Thread.yield();
    namespace.semop(set, 0, 1, 0);
  }
}
