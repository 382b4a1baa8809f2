package io.sysv4j.offheap.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread for each namespace that a JVM has open: ends the dead, every 50 ms while anyone
 * here waits and every second otherwise; moves the coarse clock; notices files that were removed
 * behind our back.
 *
 * <p>Nothing depends on its being punctual but how soon a sleeper learns of a death: whoever needs
 * to know asks for himself.
 */
final class Janitor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
  private static final long TICK = 50;

  private final Engine engine;
  private final Thread thread;
  private boolean complained;

  Janitor(Engine engine) {
    this.engine = engine;
    thread = new Thread(this, "sysv4j-janitor " + engine.path());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    for (int tick = 0; !engine.isClosed(); tick++) {
      long toSecond = engine.clock.millisToNextSecond();
      LockSupport.parkNanos(Math.min(TICK, toSecond) * 1_000_000 + 100_000);
      boolean newSecond = engine.clock.millisToNextSecond() > toSecond;
      if (!engine.isClosed() && (newSecond || engine.someoneWaits())) {
        look(newSecond);
      }
    }
  }

  private void look(boolean atFiles) {
    try {
      engine.settleAllDead();
      if (atFiles) {
        if (!engine.file.isInPlace()) {
          engine.lose(engine.file.name() + " was removed or replaced behind our back");
        }
        engine.sets.checkInPlace();
      }
      complained = false;
    } catch (RuntimeException e) {
      if (!complained) {
        complained = true;
        LOG.warn("namespace {}: the dead can't be settled now", engine.path(), e);
      }
    }
  }

  void stop() {
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
