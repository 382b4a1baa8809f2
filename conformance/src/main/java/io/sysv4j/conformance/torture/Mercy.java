package io.sysv4j.conformance.torture;

import java.util.HashMap;
import java.util.Map;

/**
 * Continues those who stopped themselves in the middle of something, after a while: until then all
 * who need what they hold must wait, the referee among them. Some whiles are longer than the
 * patience of those who wait, so that they give up.
 */
final class Mercy implements Runnable {
  private static final long WHILE = 40_000_000;
  private static final int LONGER = 12;

  private final Cast cast;
  private final Map<WorkerJvm, Long> since = new HashMap<>();

  /** Whom it does not continue now, as somebody looks what follows from the pause. */
  private volatile WorkerJvm held;

  Mercy(Cast cast) {
    this.cast = cast;
  }

  void start() {
    Thread thread = new Thread(this, "mercy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Leaves a worker alone until somebody else is held, or none. */
  void hold(WorkerJvm worker) {
    held = worker;
  }

  @Override
  public void run() {
    while (true) {
      for (WorkerJvm worker : cast.playing()) {
        if (worker.ledger().point() != null && worker != held) {
          long now = System.nanoTime();
          long longest = worker.number() % 3 == 0 ? LONGER * WHILE : WHILE;
          if (now - since.computeIfAbsent(worker, w -> now) > longest) {
            worker.signal(Posix.SIGCONT);
          }
        }
      }
      since.keySet().retainAll(cast.playing());
      Referee.nap(5);
    }
  }
}
