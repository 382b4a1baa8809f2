package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Growth;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;

/**
 * A way through the gate of a set: the thread that enters repairs first what the last owner left.
 *
 * <p>Inside nothing is allocated, locked, logged or loaded, and nothing is asked of the system but
 * who lives: what that takes is made before, and if it was too little, the thread leaves and comes
 * again. What still goes wrong inside leaves the gate marked, as a death would leave it: the thread
 * that failed repairs nothing.
 */
final class Passage {
  /** {@link #enter}: the caller is not inside. */
  static final int BUSY = -Errno.EBUSY.number();

  /** How long a look waits that can be made later as well, in ns. */
  private static final long SOON = 50_000_000;

  private final SetState set;
  private final Applier applier;
  private final Recovery recovery;
  private final Visits visits;
  private volatile Workspace larger;
  private volatile boolean closed;

  Passage(SetState set, Applier applier, Recovery recovery, Visits visits) {
    this.set = set;
    this.applier = applier;
    this.recovery = recovery;
    this.visits = visits;
  }

  /** Nobody of this JVM enters from now on, but {@link SemSet#close}. */
  void close() {
    closed = true;
  }

  /** What is done under the gate. */
  interface Inside {
    int run();
  }

  /** Does something under the gate, if the set is live; {@link #BUSY} if it can't be entered. */
  int inside(Inside body) {
    return inside(visits.mine(), body, false);
  }

  /** As {@link #insideSoon}, whatever the state of the set. */
  int underGateSoon(Runnable body) {
    return soon(
        () -> {
          body.run();
          return 0;
        },
        true);
  }

  /** As {@link #inside}, but hardly waits if the gate's owner pauses. */
  int insideSoon(Inside body) {
    return soon(body, false);
  }

  private int soon(Inside body, boolean anyState) {
    Visit visit = visits.mine();
    return visit.waitingShortly(SOON, () -> inside(visit, body, anyState));
  }

  private int inside(Visit visit, Inside body, boolean anyState) {
    try {
      int result = once(visit, body, anyState);
      while (result == Growth.AGAIN) {
        result = set.grow();
        result = result < 0 ? result : once(visit, body, anyState);
      }
      return result;
    } catch (CorruptFileException e) {
      damaged(visit);
      throw e;
    } catch (Throwable e) {
      visit.failed = true; // this can't fail
      visits.settle(visit);
      throw e;
    }
  }

  private int once(Visit visit, Inside body, boolean anyState) {
    int state = enter(visit, 1);
    if (state == BUSY) {
      return BUSY;
    }
    int result = anyState || state == SetLayout.LIVE ? body.run() : set.notLive(state);
    recovery.settleFound();
    set.leave(visit);
    return result;
  }

  /**
   * Enters the gate, repairs what the last owner left, takes back sleepers.
   *
   * @param nsops how many operations the caller will plan at most
   * @return the state, or {@link #BUSY}
   */
  int enter(Visit visit, int nsops) {
    return entered(visit, set.gate.enter(visit), nsops, false);
  }

  /**
   * As {@link #enter}; of a calm set the caller may not know all that it has grown to: before it
   * touches a sleeper, or another's undo row, it asks whether the set {@link SetState#isKnown}.
   */
  int enterCalm(Visit visit, int nsops) {
    Gate.Entry entry = set.gate.enter(visit);
    boolean isCalm =
        entry == Gate.Entry.CLEAN && !closed && set.isCalm() && applier.workspace().fits(nsops);
    return isCalm ? SetLayout.LIVE : entered(visit, entry, nsops, false);
  }

  /** As {@link #enter}, for {@link SemSet#close}. */
  int enterAtLast(Visit visit) {
    return entered(visit, set.gate.enter(visit), 1, true);
  }

  private int entered(Visit visit, Gate.Entry first, int nsops, boolean isLast) {
    Gate.Entry entry = first;
    while (entry != Gate.Entry.BUSY && (closed && !isLast || !isReady(entry, nsops))) {
      set.gate.leaveAsFound(visit, entry);
      if (closed && !isLast) {
        throw new NamespaceClosedException();
      }
      makeReady(entry, nsops);
      entry = set.gate.enter(visit);
    }
    if (entry == Gate.Entry.BUSY) {
      return BUSY;
    }
    if (entry == Gate.Entry.RECOVER) {
      recovery.recover();
    }
    recovery.drain();
    return set.state();
  }

  /** Whether all is made that this passage needs; takes over what has been made for it. */
  private boolean isReady(Gate.Entry entry, int nsops) {
    int needed = needed(entry, nsops);
    Workspace made = larger;
    if (!applier.workspace().fits(needed) && made != null) {
      applier.use(made);
    }
    return set.isKnown() && applier.workspace().fits(needed);
  }

  /** Not inside the gate, where another thread of this JVM may be at work. */
  private void makeReady(Gate.Entry entry, int nsops) {
    set.learn();
    int needed = needed(entry, nsops);
    Workspace made = larger;
    if (made == null || !made.fits(needed)) {
      larger = new Workspace(needed);
    }
  }

  /** Sleepers with several operations, if there may be any, have as many as an array can have. */
  private int needed(Gate.Entry entry, int nsops) {
    boolean mayHaveArrays = entry == Gate.Entry.RECOVER || set.queues.hasArrays();
    return mayHaveArrays ? Math.max(set.semopm(), nsops) : nsops;
  }

  /** The set's contents can't be: everyone who sleeps here is told. */
  void damaged(Visit visit) {
    try {
      if (visit.isInside()) {
        set.memory.casInt(SetLayout.STATE, SetLayout.LIVE, SetLayout.CORRUPT);
        recovery.alarm(set.wakes());
        set.leave(visit);
      }
    } finally {
      failed(visit);
    }
  }

  /** The caller's visit has thrown something else. */
  void failed(Visit visit) {
    visit.failed = true;
    visits.settle(visit);
  }
}
