package io.sysv4j.conformance.fuzz;

import io.sysv4j.Errno;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A thread of a worker that makes one side's calls that may sleep, one after the other. */
final class Sleeper extends Thread {
  private static final int IDLE = Integer.MIN_VALUE;

  private record Task(int id, Call call) {}

  private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(1);
  private final Side side;
  private final Caller caller;
  private final Worker worker;
  private int current = IDLE;

  Sleeper(Side side, Caller caller, Worker worker) {
    super("sleeper-" + side);
    setDaemon(true);
    this.side = side;
    this.caller = caller;
    this.worker = worker;
  }

  Side side() {
    return side;
  }

  synchronized boolean isIdle() {
    return current == IDLE;
  }

  /** Makes a call; only when idle. */
  synchronized void begin(int id, Call call) {
    current = id;
    tasks.add(new Task(id, call));
  }

  /** Interrupts the thread if it makes this call. */
  synchronized void interrupt(int id) {
    if (current == id) {
      interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        Task task = tasks.take();
        Answer answer = caller.call(task.call);
        boolean interrupted = end();
        boolean eintr = answer.errno() == Errno.EINTR;
        worker.answer(
            task.id, side, eintr ? Answer.failed(Errno.EINTR, interrupted ? 1 : 0) : answer);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted between two calls", e);
    }
  }

  /** Back to idle; answers whether the thread was left interrupted. */
  private synchronized boolean end() {
    current = IDLE;
    return Thread.interrupted();
  }
}
