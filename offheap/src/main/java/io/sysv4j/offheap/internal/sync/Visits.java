package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The visits of all threads of this JVM to the gates of one namespace, and what is done for those
 * that ended badly: a gate that was not left is <em>marked</em>, so that the next to enter it
 * recovers, as after a death; a sleeper whose call has failed is taken back; sleepers that had been
 * completed are woken.
 *
 * <p>The failing thread tries first ({@link #settle}). That may fail again, as it may have no stack
 * left; then the janitor does it ({@link #lookAfter}), or a thread of this JVM that waits for that
 * gate, or the same thread at its next call. None of that allocates: the heap may be full.
 */
public final class Visits {
  private enum Place {
    OUTSIDE,
    INSIDE,
    UNKNOWN
  }

  /** How many naps a look waits for other threads to show that they are not inside. */
  private static final int NAPS = 20;

  private static final long NAP = 1_000_000;

  private static final int RECENT = 64;

  /** The value is held weakly, so that a thread which lives on keeps no class of ours. */
  private final ThreadLocal<Reference<Visit>> mine = new ThreadLocal<>();

  /** Some of them, by thread, found faster than by that. A thread sees its own, or doesn't. */
  private final Visit[] recent = new Visit[RECENT];

  private final AtomicReference<Visit> first = new AtomicReference<>();
  private final Rooms rooms = new Rooms();
  private final Strays strays = new Strays(rooms);

  /** Whether a gate has been marked that nobody may have entered since. */
  private volatile boolean hasMarked;

  /** The visit of the calling thread. Small, so that it is compiled into its callers. */
  public Visit mine() {
    Thread thread = Thread.currentThread();
    Visit visit = recent[(int) thread.getId() & RECENT - 1];
    return visit != null && visit.thread == thread && !visit.failed ? visit : known(thread);
  }

  private Visit known(Thread thread) {
    Reference<Visit> known = mine.get();
    Visit visit = known == null ? null : known.get();
    if (visit == null || visit.failed) {
      visit = anew(visit);
    }
    int place = (int) thread.getId() & RECENT - 1;
    Visit other = recent[place];
    if (other == null || other.isOver()) {
      recent[place] = visit; // only then: threads that share a place should not fight for it
    }
    return visit;
  }

  /**
   * What the last call left may have to wait: a process that pauses may be completing its sleeper.
   * Then the janitor sees to it, and the thread goes on with another visit.
   */
  private Visit anew(Visit failed) {
    return failed != null && settle(failed) ? failed : begin();
  }

  private Visit begin() {
    Linux.prepareThread();
    Visit visit = new Visit(Thread.currentThread());
    mine.set(new WeakReference<>(visit));
    do {
      visit.next = first.get();
    } while (!first.compareAndSet(visit.next, visit));
    return visit;
  }

  /** Gives a room its number. */
  public int enrol(Room room) {
    return rooms.enrol(room, this::isNoted);
  }

  private boolean isNoted(int number) {
    for (Visit visit = first.get(); visit != null; visit = visit.next) {
      if (visit.isAt(number) || visit.asleepIn == number) {
        return true;
      }
    }
    return false;
  }

  // ---- visits that ended badly ---------------------------------------------------------------

  /** Before a thread enters a gate: settles what its last call left. */
  void beforeEntering(Visit visit) {
    visit.failed = true;
    while (!settle(visit)) {
      Nap.nanos(NAP);
    }
  }

  /** Before a thread may fall asleep: as {@link #beforeEntering}. */
  public void beforeSleeping(Visit visit) {
    if (visit.asleepIn != 0) {
      beforeEntering(visit);
    }
  }

  /**
   * The calling thread is at work in another namespace: it has lost what it has in hand here. The
   * janitor settles that; what may go wrong over it is no matter of the call there.
   */
  public void loseMine() {
    for (Visit visit = first.get(); visit != null; visit = visit.next) {
      if (visit.thread == Thread.currentThread() && !visit.isClear()) {
        visit.failed = true;
      }
    }
  }

  /**
   * The janitor's duty, and that of a thread which waits for a gate that this JVM owns: settles the
   * visits that have failed, and those of threads that have ended.
   */
  public void lookAfter() {
    for (Visit visit = first.get(); visit != null; visit = visit.next) {
      if (visit.isOver()) {
        settle(visit);
      }
    }
  }

  /**
   * Settles the visits that have failed unseen; see {@link Strays}. The duty of one thread at a
   * time: the janitor, or who closes the namespace.
   */
  public void lookForStrays() {
    strays.begin();
    for (Visit visit = first.get(); visit != null; visit = visit.next) {
      settleIfStray(visit);
    }
  }

  private void settleIfStray(Visit visit) {
    if (!visit.isOver() && strays.isStray(visit, first.get())) {
      synchronized (visit) { // its thread may have come again, and settled it itself
        if (strays.isUnchanged(visit, first.get())) {
          visit.failed = true;
          settle(visit);
        }
      }
    }
  }

  /**
   * The janitor's duty: goes through the gates that were marked. Sleepers may wait for what
   * recovery gives them, and nobody else may come there.
   */
  public void passMarked() {
    if (hasMarked) {
      hasMarked = false;
      boolean isDone = false;
      try {
        for (int number = rooms.highest(); number > 0; number--) {
          Room room = rooms.at(number);
          Gate gate = room == null ? null : room.gate(); // none while the room is being made
          if (gate != null && gate.isMarked()) {
            pass(room);
          }
        }
        isDone = true;
      } finally {
        if (!isDone) {
          hasMarked = true;
        }
      }
    }
  }

  private void pass(Room room) {
    boolean hasPassed = false;
    try {
      hasPassed = room.pass();
    } finally {
      if (hasPassed) {
        room.gate().isPassed();
      } else {
        hasMarked = true;
      }
    }
  }

  /** Forgets the visits of threads that have ended. For one thread: the janitor. */
  public void sweep() {
    Visit last = first.get(); // it stays: others may just be putting themselves before it
    for (Visit visit = last == null ? null : last.next; visit != null; visit = visit.next) {
      if (!visit.thread.isAlive() && visit.isClear()) {
        last.next = visit.next;
      } else {
        last = visit;
      }
    }
    for (int place = 0; place < RECENT; place++) {
      Visit visit = recent[place];
      if (visit != null && visit.isOver()) {
        recent[place] = null; // and with it a thread, and what that knows
      }
    }
  }

  /**
   * Waits until no other thread of this JVM is inside a gate. The namespace is being closed, so no
   * thread enters any more.
   */
  public void awaitOutside() {
    for (Visit visit = first.get(); visit != null; visit = visit.next) {
      while (visit.thread != Thread.currentThread() && visit.whereNow() > 0) {
        lookAfter();
        settleIfStray(visit);
        Nap.nanos(NAP / 10);
      }
    }
    lookAfter();
  }

  /**
   * Does for others what a visit that is over has left undone.
   *
   * @return whether all of it is done
   */
  public boolean settle(Visit visit) {
    synchronized (visit) { // the one kind of lock that an error on the way is sure to open
      if (!visit.isOver()) {
        return true; // another thread has settled it, and its own has gone on
      }
      boolean isSettled = takeBack(visit) & leave(visit);
      visit.wakes.run();
      if (isSettled) {
        visit.failed = false;
      }
      return isSettled;
    }
  }

  private boolean takeBack(Visit visit) {
    int number = visit.asleepIn;
    Room room = number == 0 ? null : rooms.at(number);
    if (room != null && !room.takeBack(visit.ref, visit.status)) {
      return false;
    }
    visit.asleepIn = 0;
    return true;
  }

  private boolean leave(Visit visit) {
    int where = visit.whereNow();
    Room room = where == 0 ? null : rooms.at(Math.abs(where));
    if (room != null) {
      Place place = where > 0 ? Place.INSIDE : place(visit, -where, room.gate());
      if (place == Place.UNKNOWN) {
        return false;
      }
      if (place == Place.INSIDE) {
        room.forgetPassage();
        room.gate().mark();
        hasMarked = true;
      }
    }
    visit.where = 0;
    return true;
  }

  // ---- a thread that failed at the gate ------------------------------------------------------

  /**
   * Where a thread is that failed while it entered or left. It is inside if the gate is this JVM's,
   * and stays so without a passage until each other thread of this JVM that is at the gate has been
   * seen to try in vain.
   */
  private synchronized Place place(Visit visit, int number, Gate gate) {
    long passages = gate.count();
    if (!gate.isOwn()) {
      return Place.OUTSIDE;
    }
    for (Visit other = first.get(); other != null; other = other.next) {
      other.triedBefore = isElsewhere(other, visit, number) ? -1 : other.attemptsNow();
    }
    boolean inVain = haveTriedInVain(visit, number);
    for (int i = 0; i < NAPS && !inVain; i++) {
      Nap.nanos(NAP);
      inVain = haveTriedInVain(visit, number);
    }
    boolean isUnchanged = gate.isOwn() && gate.count() == passages;
    return !isUnchanged ? Place.OUTSIDE : inVain ? Place.INSIDE : Place.UNKNOWN;
  }

  private static boolean isElsewhere(Visit other, Visit visit, int number) {
    return other == visit
        || other.thread == Thread.currentThread()
        || !other.isAt(number)
        || other.isOver();
  }

  /** Whether all who are at the gate were there before, and have tried since. */
  private boolean haveTriedInVain(Visit visit, int number) {
    for (Visit other = first.get(); other != null; other = other.next) {
      if (!isElsewhere(other, visit, number)
          && (other.whereNow() > 0
              || other.triedBefore < 0
              || other.triedBefore == other.attemptsNow())) {
        return false;
      }
    }
    return true;
  }
}
