package io.sysv4j.conformance.torture;

import java.util.HashMap;
import java.util.Map;

/**
 * Continues those who stopped themselves in the middle of something, after a while: until then all
 * who need what they hold must wait, the referee among them.
 */
final class Mercy implements Runnable {
  private static final long WHILE = 40_000_000;

  private final Cast cast;
  private final Map<WorkerJvm, Long> since = new HashMap<>();

  Mercy(Cast cast) {
    this.cast = cast;
  }

  void start() {
    Thread thread = new Thread(this, "mercy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    while (true) {
      for (WorkerJvm worker : cast.playing()) {
        if (worker.ledger().point() != null) {
          long now = System.nanoTime();
          if (now - since.computeIfAbsent(worker, w -> now) > WHILE) {
            worker.signal(Posix.SIGCONT);
          }
        }
      }
      since.keySet().retainAll(cast.playing());
      Referee.nap(5);
    }
  }
}
