package io.sysv4j.conformance.harness;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A call that sleeps in a set, in a thread of its own; and what became of it. The thread is virtual
 * if that of its test is.
 */
public final class Sleeper {
  private final Thread thread;
  private final CountDownLatch returned = new CountDownLatch(1);
  private volatile RuntimeException failure;
  private volatile boolean interruptedAfter;

  private Sleeper(Runnable call) {
    thread = Threads.alike("sleeper", () -> run(call));
  }

  /** Starts a call; it may be asleep, or not yet, when this returns. */
  public static Sleeper start(Runnable call) {
    Sleeper sleeper = new Sleeper(call);
    sleeper.thread.start();
    return sleeper;
  }

  /**
   * Starts a call and waits until it sleeps in a set.
   *
   * @param referee reads the set's counts; no one else may fall asleep in the set meanwhile
   * @throws IllegalStateException if the call returns instead
   */
  public static Sleeper asleep(IpcNamespace referee, int semid, Runnable call) {
    int before = count(referee, semid);
    Sleeper sleeper = start(call);
    Patience patience = new Patience();
    while (count(referee, semid) <= before) {
      if (sleeper.hasReturned()) {
        throw new IllegalStateException("it did not sleep: " + sleeper.result());
      }
      patience.step(() -> "no one falls asleep in set " + semid);
    }
    return sleeper;
  }

  /** How many sleep in a set: GETNCNT and GETZCNT of all its semaphores. */
  public static int count(IpcNamespace referee, int semid) {
    int nsems = referee.semStat(semid).semNsems();
    int count = 0;
    for (int i = 0; i < nsems; i++) {
      count += referee.getNcnt(semid, i) + referee.getZcnt(semid, i);
    }
    return count;
  }

  private void run(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      interruptedAfter = Thread.currentThread().isInterrupted();
      returned.countDown();
    }
  }

  /** Whether the call has returned or thrown. */
  public boolean hasReturned() {
    return returned.getCount() == 0;
  }

  /** Waits for the call: SUCCESS, or the errno that it threw. */
  public Errno result() {
    RuntimeException thrown = failure();
    if (thrown == null) {
      return Errno.SUCCESS;
    }
    if (thrown instanceof IpcException e) {
      return e.errno();
    }
    throw new IllegalStateException("the sleeper failed", thrown);
  }

  /** Waits for the call: what it threw, or null. */
  public RuntimeException failure() {
    try {
      if (!returned.await(Pending.HANG_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the sleeper still sleeps");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return failure;
  }

  /** Waits for the call: whether it left its thread interrupted. */
  public boolean wasLeftInterrupted() {
    failure();
    return interruptedAfter;
  }

  /** Interrupts its thread. */
  public void interrupt() {
    thread.interrupt();
  }
}
