package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What one thread of a worker does, again and again, until its process dies. */
abstract class Play implements Runnable {
  /** Now and then a thread rests, or those who are killed would leave those who start no time. */
  private static final int NAP = 300_000;

  final Engine engine;
  final Board board;
  final Ledger ledger;
  final Random random;
  private final Slot slot;

  /** A play of the doer with this slot. */
  Play(Engine engine, Board board, Ledger ledger, int slot, Random random) {
    this.engine = engine;
    this.board = board;
    this.ledger = ledger;
    this.slot = ledger.slot(slot);
    this.random = random;
  }

  /** One step. */
  abstract void step();

  final Slot slot() {
    return slot;
  }

  @Override
  public final void run() {
    int pausing = 0;
    while (ledger.command() != Ledger.CLOSE) {
      if (ledger.command() == Ledger.PAUSE) {
        slot.arrive(ledger.pause());
        pausing = Math.min(pausing + 1, 20);
        LockSupport.parkNanos(pausing * 100_000); // who pauses leaves the processors to others
        continue;
      }
      pausing = 0;
      if (!stepped()) {
        return;
      }
      boolean interrupted = Thread.interrupted(); // it is no news to the next step
      if (!interrupted && random.nextInt(4) == 0) {
        LockSupport.parkNanos(random.nextInt(NAP));
      }
    }
  }

  /** One step, unless the namespace was closed meanwhile: then the thread ends. */
  private boolean stepped() {
    try {
      step();
      return true;
    } catch (IllegalStateException e) {
      if (ledger.command() != Ledger.CLOSE) {
        complain(e);
      }
      return false;
    } catch (RuntimeException | Error e) {
      complain(e);
      return false;
    }
  }

  /** Tells the referee that something happened which must not. */
  final void complain(Throwable e) {
    synchronized (System.err) {
      System.err.println(getClass().getSimpleName() + " of " + Thread.currentThread().getName());
      e.printStackTrace();
    }
    ledger.complain();
  }

  /** Complains about an errno that the call should not have answered. */
  final void expect(IpcException e, Set<Errno> expected) {
    if (!expected.contains(e.errno())) {
      complain(e);
    }
  }
}
