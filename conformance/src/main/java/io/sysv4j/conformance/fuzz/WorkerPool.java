package io.sysv4j.conformance.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;

/** The workers of all programs, and a few that are being started for when one has died. */
final class WorkerPool implements AutoCloseable {
  private static final int SPARES = 2;

  private final Sides sides;
  private final WorkerProcess[] workers;
  private final Deque<WorkerProcess> spares = new ArrayDeque<>();

  WorkerPool(Sides sides, int size) {
    this.sides = sides;
    this.workers = new WorkerProcess[size];
    for (int i = 0; i < size; i++) {
      workers[i] = new WorkerProcess(sides);
    }
    for (WorkerProcess worker : workers) {
      worker.awaitHello();
    }
  }

  int size() {
    return workers.length;
  }

  WorkerProcess worker(int i) {
    return workers[i];
  }

  /** Takes what all workers have answered. */
  void poll(WorkerProcess.Listener listener) {
    for (WorkerProcess worker : workers) {
      if (worker.isAlive()) {
        worker.poll(listener);
      }
    }
  }

  /** Starts spares, so that the next death costs no wait. */
  void prepare() {
    while (spares.size() < SPARES) {
      spares.add(new WorkerProcess(sides));
    }
  }

  /**
   * Ends a worker, by SIGKILL or by itself, and waits until it is gone. Its place stays empty until
   * {@link #replaceDead}.
   */
  void end(int i, boolean kill) throws InterruptedException {
    if (kill) {
      workers[i].kill();
    } else {
      workers[i].exit();
    }
  }

  /** Puts new workers in the places of the dead. */
  void replaceDead() {
    for (int i = 0; i < workers.length; i++) {
      if (!workers[i].isAlive()) {
        replace(i);
      }
    }
  }

  private void replace(int i) {
    prepare();
    workers[i] = spares.remove();
    workers[i].awaitHello();
  }

  /** Puts new workers in everybody's place, as after a difference nobody knows what is stuck. */
  void replaceAll() throws InterruptedException {
    for (int i = 0; i < workers.length; i++) {
      workers[i].kill();
      replace(i);
    }
  }

  @Override
  public void close() {
    spares.forEach(WorkerProcess::drop);
    for (WorkerProcess worker : workers) {
      worker.drop();
    }
  }
}
