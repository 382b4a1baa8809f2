package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.sync.Helper;
import io.sysv4j.offheap.internal.sync.Nap;
import io.sysv4j.offheap.internal.sync.Trouble;
import io.sysv4j.offheap.internal.sync.Visit;
import java.util.concurrent.locks.LockSupport;

/**
 * One daemon thread for each namespace that a JVM has open. Every 50 ms it moves the coarse clock
 * and does its duties: looks after visits that ended badly, and the dispatcher; ends the dead,
 * while anyone here waits, and else every second; notices, every second, files that were removed
 * behind our back. It also closes the namespace when an error has kept the closing thread from it.
 *
 * <p>Nothing depends on its being punctual but how soon a sleeper learns of a death: whoever needs
 * to know asks for himself. It survives whatever is thrown in it, a duty that fails keeps no other
 * from being done, and should the thread end all the same, the next call makes it again.
 */
final class Janitor implements Runnable {
  private static final long TICK = 50;
  private static final long NAP = 100_000;

  /** How long a duty waits at a gate, in ns: it comes again. */
  private static final long PATIENCE = 50_000_000;

  /** When a duty is due. */
  private enum Due {
    EACH_TICK,
    WHILE_SOMEONE_WAITS,
    EACH_SECOND
  }

  private record Duty(Due due, Runnable body, Trouble trouble) {}

  private final Engine engine;
  private final String name;
  private final Helper helper;
  private final Trouble own;
  private final Duty[] duties;

  /** It may be at work on the files. */
  private volatile boolean isOnDuty;

  /** At its last look no handle was open. */
  private boolean wasUnused;

  Janitor(Engine engine) {
    this.engine = engine;
    name = "sysv4j-janitor " + engine.path();
    helper = new Helper(name, this);
    own = new Trouble(name, "duties are late");
    duties =
        new Duty[] {
          duty(Due.EACH_TICK, "gates may stay closed", engine.visits::lookAfter),
          duty(Due.EACH_TICK, "gates may stay closed", engine.visits::lookForStrays),
          duty(Due.EACH_TICK, "what failed may not be repaired yet", engine.visits::passMarked),
          duty(Due.EACH_TICK, "futures may be late", engine.dispatcher::lookAfter),
          duty(Due.WHILE_SOMEONE_WAITS, "the dead can't be settled now", engine::settleAllDead),
          duty(Due.EACH_SECOND, "visits can't be given back now", engine.visits::sweep),
          duty(Due.EACH_SECOND, "files can't be looked at now", this::lookAtFiles)
        };
  }

  private Duty duty(Due due, String otherwise, Runnable body) {
    return new Duty(due, body, new Trouble(name, otherwise));
  }

  /**
   * Starts the thread.
   *
   * @throws OutOfMemoryError if the system has no thread to give
   */
  void start() {
    helper.start();
  }

  /** Makes the thread again, if it was started and has died. A look at two fields, if not. */
  void lookAfter() {
    if (helper.hasDied()) {
      try {
        helper.lookAfter();
      } catch (OutOfMemoryError e) {
        own.note(e); // the next call tries again
      }
    }
  }

  @Override
  public void run() {
    while (!engine.hasEnded()) {
      try {
        tick();
      } catch (Throwable e) {
        own.note(e);
      }
      own.tell();
    }
  }

  private void tick() {
    isOnDuty = false; // an error that passes by all handlers may have left it so
    engine.visits.mine().waits(PATIENCE, false, Visit.FOREVER);
    long toSecond = engine.clock.millisToNextSecond();
    boolean wasInterrupted = Thread.interrupted(); // means nothing here, and must not make us spin
    if (!wasInterrupted) {
      LockSupport.parkNanos(Math.min(TICK, toSecond) * 1_000_000 + 100_000);
    }
    if (engine.isUnused()) {
      end();
    } else {
      boolean newSecond = engine.clock.millisToNextSecond() > toSecond;
      doDuties(newSecond);
    }
  }

  /** Who closes does that itself, unless an error has kept it from it for a while. */
  private void end() {
    if (wasUnused) {
      engine.endForOthers();
    }
    wasUnused = true;
  }

  private void doDuties(boolean newSecond) {
    boolean soon = newSecond || engine.someoneWaits();
    for (Duty duty : duties) {
      boolean isDue = duty.due == Due.EACH_TICK || newSecond;
      if (isDue || soon && duty.due == Due.WHILE_SOMEONE_WAITS) {
        perform(duty);
      }
    }
  }

  private void perform(Duty duty) {
    isOnDuty = true;
    try {
      if (!engine.isClosed()) {
        duty.body.run();
      }
    } catch (Throwable e) {
      duty.trouble.note(e);
    } finally {
      isOnDuty = false;
    }
    duty.trouble.tell();
  }

  /** The namespace is closed, so no duty is begun any more: waits for the end of the last one. */
  void awaitRest() {
    while (isOnDuty && !is(Thread.currentThread())) {
      Nap.nanos(NAP);
    }
  }

  /** Something went wrong that it has to tell. */
  void note(Throwable e) {
    own.note(e);
  }

  /** Whether a thread is the janitor's. */
  boolean is(Thread thread) {
    return helper.is(thread);
  }

  private void lookAtFiles() {
    if (!engine.file.isInPlace()) {
      engine.lose(engine.file.name() + " was removed or replaced behind our back");
    }
    engine.sets.checkInPlace();
  }

  /** There is nothing left to do: ends the thread. */
  void stop() {
    Thread running = helper.end();
    LockSupport.unpark(running);
    Helper.join(running);
  }
}
