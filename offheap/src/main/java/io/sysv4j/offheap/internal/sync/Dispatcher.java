package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.process.Participant;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that completes all of a JVM's asynchronous sleepers: it sleeps on the participant's
 * doorbell, takes the stack of finished sleepers, and lets those expire whose time is over.
 *
 * <p>It starts with the first asynchronous sleeper. Granters ring; they may be other JVMs, and may
 * die before they ring: then recovery asks for a rescan of every sleeper.
 *
 * <p>It survives whatever is thrown in it, and is made again if it has ended all the same. Until a
 * future has been handed to its executor it stays in the table; so what was about to be done when
 * something was thrown is found by a rescan.
 */
public final class Dispatcher implements Runnable {
  private static final long FIRST_REST = 10_000_000;
  private static final long LONGEST_REST = 1_000_000_000;

  /** A set that asynchronous sleepers of ours wait for. */
  public interface Source extends Waitable {
    /** Its identifier. */
    int semid();

    /** The entry behind a finished sleeper in the stack. */
    long grantedLink(int ref);

    /**
     * Does something while nobody changes the set.
     *
     * @return false if another is inside for long: then it has not been done
     */
    boolean underGate(Runnable body);

    /**
     * Whether a sleeper waits in its queue, or is done; seen from outside the gate, so that no is
     * only a reason to ask under it.
     *
     * @param status its status word when it fell asleep
     */
    boolean looksAsleep(int ref, int status);
  }

  private final Doorbell doorbell;
  private final WaitingSets waiting = new WaitingSets();
  private final Deadlines deadlines = new Deadlines();
  private final Object unfinishedLock = new Object();

  /** A chain, changed under its lock by plain stores: these need no stack. */
  private volatile AsyncSemop unfinished;

  private final Trouble trouble;
  private final Helper helper;
  private final Rescan rescan;
  private final Lookout lookout = new Lookout();
  private final Expiry expiry;
  private AsyncSemop taken;
  private long rest = FIRST_REST;
  private volatile boolean closed;

  /** The dispatcher of a participant. */
  public Dispatcher(Participant me, String name) {
    this.doorbell = new Doorbell(me);
    this.trouble = new Trouble(name, "futures may be late");
    this.helper = new Helper(name, this);
    this.rescan = new Rescan(this, waiting);
    this.expiry = new Expiry(this, deadlines);
  }

  /** Whether any future waits. */
  public boolean isIdle() {
    return waiting.isEmpty() && unfinished == null && lookout.isEmpty();
  }

  /** Looks for a future that stands in no queue, until it is done. */
  public void watch(Onlooking future) {
    lookout.add(future);
    start();
    doorbell.ring();
    if (closed) {
      lookout.close();
    }
  }

  /** A future may fall asleep soon; the caller is not in the gate yet. */
  void expect(AsyncSemop semop) {
    waiting.expect(semop);
  }

  /** A future has fallen asleep; the caller has left the gate. */
  void arrived(AsyncSemop semop) {
    semop.there.arrived(semop);
    if (semop.due != ThreadSleep.FOREVER && deadlines.add(semop)) {
      doorbell.ring();
    }
    if (semop.isForgotten) {
      deadlines.remove(semop); // it has been granted already
    }
    if (closed) {
      fail(semop, new NamespaceClosedException());
    }
  }

  /** Nobody needs to complete a future any more. Allocates nothing. */
  void forget(AsyncSemop semop) {
    waiting.remove(semop);
    deadlines.remove(semop);
  }

  /** A future can't go on; nothing happens if its outcome is known. */
  void fail(AsyncSemop semop, RuntimeException e) {
    semop.fail(e);
    forget(semop);
  }

  /** A future whose outcome is known could not be completed. Allocates nothing. */
  void unfinished(AsyncSemop semop, Throwable e) {
    trouble.note(e);
    synchronized (unfinishedLock) {
      if (!semop.isUnfinished) {
        semop.nextUnfinished = unfinished;
        semop.isUnfinished = true;
        unfinished = semop;
      }
    }
    if (!closed) {
      doorbell.ring();
    }
  }

  /**
   * Starts the thread, if it does not run.
   *
   * @throws OutOfMemoryError if the system has no thread to give; the next call tries again
   */
  public void start() {
    helper.start();
  }

  /** Starts the thread anew, if it has died. */
  public void lookAfter() {
    helper.lookAfter();
  }

  /** What went wrong in the thread. */
  Trouble trouble() {
    return trouble;
  }

  /**
   * Wakes the dispatchers of all JVMs, after a death: the dead one may have answered for a ring
   * (the doorbell says that nobody sleeps) and not have come to wake who sleeps there.
   */
  public static void wakeAll(Participant me) {
    Doorbell.ringAll(me);
  }

  /** Whoever ran before us may have had something in hand: so everything is looked at first. */
  @Override
  public void run() {
    rescan.want();
    while (!closed) {
      try {
        round();
      } catch (Throwable e) {
        bear(e);
      }
    }
  }

  private void round() {
    if (doorbell.mustRescan() || rescan.isDue()) {
      doorbell.rescanned();
      rescan.all();
    }
    drain();
    expiry.expire();
    lookout.look();
    completeUnfinished();
    trouble.tell();
    sleep();
    rest = FIRST_REST;
  }

  /**
   * Something unforeseen, or no memory: rests a little, ever longer, and then looks at everything
   * anew. Nothing here takes memory, and none of it can throw again.
   */
  private void bear(Throwable e) {
    if (!(e instanceof NamespaceClosedException)) {
      trouble.note(e); // while the namespace is being closed, whoever closes it ends us, too
    }
    rescan.want();
    nap(rest);
    rest = Math.min(2 * rest, LONGEST_REST);
  }

  /** An interrupt means nothing to this thread, and must not make it spin. */
  private static void nap(long nanos) {
    boolean wasInterrupted = Thread.interrupted();
    if (!wasInterrupted) {
      LockSupport.parkNanos(nanos);
    }
  }

  /** The doorbell says that we sleep before we look a last time: no ring is lost. */
  private void sleep() {
    doorbell.fallAsleep();
    long nanos = !closed && !doorbell.hasWork() && unfinished == null ? nanosToSleep() : 0;
    if (nanos > 0) {
      int answer = doorbell.await(nanos);
      if (SafetyTick.isOver(nanos, answer, doorbell.hasWork()) || lookout.isTick()) {
        rescan.checkAsleep();
      }
    }
    doorbell.wakeUp();
  }

  private long nanosToSleep() {
    AsyncSemop first = deadlines.first();
    long tick = lookout.isEmpty() ? SafetyTick.NANOS : Lookout.NANOS;
    long nanos = Math.min(tick, rescan.nanosToNext());
    return first == null ? nanos : Math.min(nanos, first.due - System.nanoTime());
  }

  /** Takes the whole stack and completes its futures, oldest first. */
  void drain() {
    try {
      take(doorbell.takeStack());
    } catch (CorruptFileException e) {
      doorbell.askToRescan(); // that finds whose it is
    } finally {
      finishTaken();
    }
  }

  /**
   * Follows the stack. An entry without a future that is done was meant for who had our slot
   * before, or has been completed by a rescan: what is behind it is not ours to read.
   */
  private void take(long stack) {
    long head = stack;
    while (head != 0) {
      Waiting there = waiting.at((int) (head >>> 32) - 1);
      AsyncSemop semop = there == null ? null : there.granted((int) head);
      if (semop == null || semop.isTaken) {
        doorbell.askToRescan();
        return;
      }
      head = semop.set().grantedLink(semop.ref());
      semop.isTaken = true;
      semop.next = taken;
      taken = semop;
    }
  }

  private void finishTaken() {
    while (taken != null) {
      AsyncSemop semop = taken;
      taken = semop.next;
      semop.isTaken = false;
      finish(semop);
    }
  }

  /** A future has been granted, or its outcome is known otherwise: hands it to its executor. */
  void finish(AsyncSemop semop) {
    try {
      semop.acknowledge();
    } catch (CorruptFileException | FileProblem e) {
      fail(semop, e);
      return;
    }
    semop.complete();
    forget(semop);
  }

  /** One after the other: each stays in the chain until it is done. */
  private void completeUnfinished() {
    for (AsyncSemop top = unfinished; top != null; top = unfinished) {
      complete(top);
      synchronized (unfinishedLock) {
        if (unfinished == top) {
          unfinished = top.nextUnfinished;
          top.isUnfinished = false;
        }
      }
    }
  }

  /** Completes one whose outcome is known, or that was given up. */
  void complete(AsyncSemop semop) {
    semop.completeNow();
    if (semop.isDone()) {
      forget(semop);
    }
  }

  // ---- the end ---------------------------------------------------------------------------

  /** Whether the calling thread is the one that completes futures. */
  public boolean isCurrentThread() {
    return helper.is(Thread.currentThread());
  }

  /**
   * The namespace is being closed: ends the thread. May be called again.
   *
   * @param nanos the longest wait for it, in ns: it may be in a callback that does not return
   */
  public void stop(long nanos) {
    closed = true;
    Thread running = helper.end();
    if (running != null) {
      doorbell.ringLoud();
      LockSupport.unpark(running);
      Helper.join(running, nanos);
    }
  }

  /**
   * The namespace is closed, and all its sleepers are withdrawn: fails what still waits. Who comes
   * later is told so by {@link #arrived}.
   *
   * @return false if an error struck, as there may be no memory for so many exceptions: then this
   *     is to be called again
   */
  public boolean failAll() {
    try {
      for (Waiting there : waiting.all()) {
        for (AsyncSemop semop : there.all()) {
          fail(semop, new NamespaceClosedException());
        }
      }
      completeUnfinished();
      lookout.close();
      return true;
    } catch (RuntimeException | Error e) {
      trouble.note(e);
      return false;
    } finally {
      trouble.tell();
    }
  }
}
