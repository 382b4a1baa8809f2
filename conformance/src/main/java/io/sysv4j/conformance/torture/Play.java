package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.sync.Nap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What one thread of a worker does, again and again, until its process dies. */
abstract class Play implements Runnable {
  /** So many steps go well first: classes that fail to load in a full stack stay unusable. */
  private static final int HEALTHY = 40;

  /** Now and then a thread rests, or those who are killed would leave those who start no time. */
  private static final int NAP = 300_000;

  final Engine engine;
  final Board board;
  final Ledger ledger;
  final Random random;
  final Mishaps mishaps;
  private final int rarity;
  private final Slot slot;
  private int healthy = HEALTHY;
  private boolean isInDoubt;

  /**
   * A play of the doer with this slot.
   *
   * @param rarity one step of so many has a mishap, in a worker that has mishaps
   */
  Play(Part part, int slot, int rarity) {
    this.engine = part.engine();
    this.board = part.board();
    this.ledger = part.ledger();
    this.mishaps = part.mishaps();
    this.random = part.random();
    this.slot = ledger.slot(slot);
    this.rarity = rarity;
  }

  /** One step. */
  abstract void step();

  /** A step has failed by a mishap; its thread plays on. */
  void afterMishap() {
    if (slot.isPending()) {
      isInDoubt = true; // first: as soon as the slot says so it may be decided
      slot.doubt();
    }
  }

  /** While the thread has nothing else to do. */
  void rest() {}

  final Slot slot() {
    return slot;
  }

  @Override
  public final void run() {
    int pausing = 0;
    while (ledger.command() != Ledger.CLOSE) {
      if (mustRest()) {
        rest();
        pausing = Math.min(pausing + 1, 20);
        Nap.nanos(pausing * 100_000L); // interrupted or not, it leaves the processors to others
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

  /** Whether the referee wants it, or must first decide what became of the last step. */
  private boolean mustRest() {
    boolean pause = ledger.command() == Ledger.PAUSE;
    if (pause) {
      slot.arrive(ledger.pause());
    }
    boolean wasInDoubt = isInDoubt;
    isInDoubt = slot.isInDoubt();
    if (wasInDoubt && !isInDoubt) {
      slot.learn();
    }
    return pause || isInDoubt;
  }

  /** One step, unless the namespace was closed meanwhile: then the thread ends. */
  private boolean stepped() {
    try {
      if (healthy > 0) {
        healthy--;
        step();
      } else {
        mishaps.during(this::step, rarity, random);
      }
      return true;
    } catch (IllegalStateException e) {
      return endedBy(e);
    } catch (RuntimeException | Error e) {
      if (!mishaps.areCauseOf(e)) {
        complain(e);
        return false;
      }
    }
    return recovered();
  }

  private boolean recovered() {
    try {
      afterMishap();
      return true;
    } catch (IllegalStateException e) {
      return endedBy(e);
    } catch (RuntimeException | Error e) {
      complain(e);
      return false;
    }
  }

  private boolean endedBy(IllegalStateException e) {
    if (ledger.command() != Ledger.CLOSE) {
      complain(e);
    }
    return false;
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
    if (e.errno() == Errno.EBUSY) {
      ledger.did(Deed.EBUSY);
    }
    if (!expected.contains(e.errno())) {
      complain(e);
    }
  }
}
