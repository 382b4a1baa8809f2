package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.conformance.harness.Threads;
import io.sysv4j.offheap.internal.sync.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A JVM with virtual threads that are interrupted while the gate of their set is shut. */
final class VirtualPauseMain {
  private final IpcNamespace namespace;
  private final int set;
  private final int other;
  private final Sembuf[] give = {new Sembuf(0, 1, Ipc.SEM_UNDO)};

  private VirtualPauseMain(IpcNamespace namespace, int set, int other) {
    this.namespace = namespace;
    this.set = set;
    this.other = other;
  }

  /**
   * Says what becomes of each call. The gate is shut when this has said {@code asleep} and before
   * it reads a byte, and is opened when it has said {@code shut out}.
   *
   * @param args URI, a set of two semaphores, another set
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (IpcNamespace namespace = IpcNamespace.open(args[0])) {
      int set = Integer.parseInt(args[1]);
      new VirtualPauseMain(namespace, set, Integer.parseInt(args[2])).play();
    }
  }

  private void play() throws IOException, InterruptedException {
    Caller sleeper = new Caller("sleeper", () -> namespace.semop(set, 1, -1, 0));
    Patience patience = new Patience();
    while (namespace.getNcnt(set, 1) == 0) {
      patience.step(() -> "nobody falls asleep");
    }
    System.out.println("asleep");
    System.in.read();

    Caller interrupted = new Caller("interrupted", this::giveAndGoOn);
    Caller spared = new Caller("spared", () -> namespace.semtimedop(set, give, null));
    interrupted.awaitAtTheGate();
    spared.awaitAtTheGate();
    interrupted.interrupt();
    sleeper.interrupt();
    sleeper.tell();
    new Caller("other set", () -> namespace.semop(other, give)).tell();
    new Caller("timed", this::giveInTime).tell();
    new Caller("trying", this::tryToGive).tell();
    interrupted.awaitAtTheGate();
    System.out.println("shut out");
    interrupted.tell();
    spared.tell();
  }

  /** What comes after the interrupt has been seen is done as by any thread. */
  private void giveAndGoOn() {
    namespace.semop(set, give);
    boolean wasInterrupted = Thread.interrupted();
    namespace.semtimedop(set, new Sembuf[] {new Sembuf(0, -1, 0)}, null);
    namespace.semop(set, 0, 1, 0);
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveInTime() {
    Thread.currentThread().interrupt();
    namespace.semtimedop(set, give, Duration.ofMillis(10));
  }

  private void tryToGive() {
    Thread.currentThread().interrupt();
    Errno errno = namespace.trySemop(set, give);
    if (errno != Errno.SUCCESS) {
      throw IpcException.of(errno, "trySemop", "it was tried");
    }
  }

  /** A call on a virtual thread. */
  private static final class Caller {
    private final String name;
    private final Thread thread;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile String answer;

    Caller(String name, Runnable call) {
      this.name = name;
      this.thread = Threads.virtual(name, () -> run(call));
      thread.start();
    }

    private void run(Runnable call) {
      String errno = "SUCCESS";
      try {
        call.run();
      } catch (IpcException e) {
        errno = e.errno().toString();
      } finally {
        boolean isInterrupted = Thread.currentThread().isInterrupted();
        answer = name + ": " + errno + (isInterrupted ? ", interrupted" : "");
        end.countDown();
      }
    }

    void interrupt() {
      thread.interrupt();
    }

    void awaitAtTheGate() {
      Patience patience = new Patience();
      while (!isAtTheGate()) {
        patience.step(() -> name + " does not come to the gate");
      }
    }

    private boolean isAtTheGate() {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
    }

    void tell() throws InterruptedException {
      end.await();
      System.out.println(answer);
    }
  }
}
