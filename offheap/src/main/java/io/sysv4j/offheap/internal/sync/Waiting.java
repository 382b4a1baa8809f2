package io.sysv4j.offheap.internal.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The futures of this JVM that wait for one set, by record: for the {@link Dispatcher}.
 * Thread-safe, and whole whenever an error strikes (a full stack, a stopped thread): each change is
 * one store; what counts the futures may then say more than there are, until {@link #all} counts.
 *
 * <pre>
 *   a call:   expect     before it enters the gate; all that must be allocated for that is
 *             fellAsleep inside: one compare-and-swap puts the future on a stack of new ones
 *             arrived    after it has left: the future is sorted in by its record
 * </pre>
 *
 * <p>Who looks for a future sorts the new ones in first; so a future is found from the moment at
 * which the gate is left, whatever becomes of its call. The record of a future that was withdrawn
 * is free at once, and may get another future: therefore a place has a chain.
 */
final class Waiting {
  /** The key of the set: made once, as a cancel must not need memory. */
  final Integer semid;

  final Dispatcher.Source set;

  private final AtomicReference<AsyncSemop> fresh = new AtomicReference<>();
  private AsyncSemop[] byRef = new AsyncSemop[16];
  private int count;
  private int coming;
  private boolean closed;
  private boolean wasChecked;
  private long checkedAt;

  Waiting(Dispatcher.Source set) {
    this.set = set;
    this.semid = set.semid();
    fresh.compareAndSet(null, null); // links what fellAsleep needs
  }

  /**
   * A future may fall asleep here soon.
   *
   * @return false if this has been closed
   */
  synchronized boolean expect(AsyncSemop semop) {
    if (!closed) {
      semop.there = this;
      coming++;
      semop.isComing = true;
    }
    return !closed;
  }

  /** A future has fallen asleep; its thread owns the gate, so this takes no lock nor memory. */
  void fellAsleep(AsyncSemop semop) {
    AsyncSemop head;
    do {
      head = fresh.get();
      semop.above = head;
    } while (!fresh.compareAndSet(head, semop));
  }

  /** A future fell asleep, and its call may not have come to say so. Allocates nothing. */
  synchronized void mustBeHere(AsyncSemop semop) {
    AsyncSemop next = fresh.get();
    while (next != null && next != semop) {
      next = next.above;
    }
    if (next == null && !isSorted(semop)) {
      fellAsleep(semop);
    }
  }

  /** The call of a future has left the gate: the future waits from now on. */
  synchronized void arrived(AsyncSemop semop) {
    came(semop);
    sort();
  }

  private void came(AsyncSemop semop) {
    if (semop.isComing) {
      semop.isComing = false;
      coming--;
    }
  }

  /** Sorts the new futures in. If there is no memory for that, all is as it was. */
  private void sort() {
    for (AsyncSemop head = fresh.get(); head != null; head = fresh.get()) {
      if (!head.isForgotten && !isSorted(head)) {
        put(head);
      }
      if (fresh.compareAndSet(head, head.above)) {
        head.above = null; // else one has come on top, and the next round finds this sorted
      }
    }
  }

  private boolean isSorted(AsyncSemop semop) {
    AsyncSemop next = first(semop.ref());
    while (next != null && next != semop) {
      next = next.behind;
    }
    return next == semop;
  }

  private AsyncSemop first(int ref) {
    return ref > 0 && ref < byRef.length ? byRef[ref] : null;
  }

  private void put(AsyncSemop semop) {
    int ref = semop.ref();
    if (ref >= byRef.length) {
      byRef = Arrays.copyOf(byRef, Math.max(ref + 1, 2 * byRef.length));
    }
    count++;
    semop.behind = byRef[ref];
    byRef[ref] = semop;
  }

  /** The future behind a record that has been granted what it waits for; null if none has. */
  synchronized AsyncSemop granted(int ref) {
    sort();
    AsyncSemop semop = first(ref);
    while (semop != null && !semop.isGranted()) {
      semop = semop.behind;
    }
    return semop;
  }

  /** Nobody needs to complete a future any more. Allocates nothing. */
  synchronized void remove(AsyncSemop semop) {
    came(semop);
    semop.isForgotten = true;
    if (isSorted(semop)) {
      unlink(semop);
      count--;
    }
  }

  private void unlink(AsyncSemop semop) {
    AsyncSemop before = byRef[semop.ref()];
    if (before == semop) {
      byRef[semop.ref()] = semop.behind;
    } else {
      while (before.behind != semop) {
        before = before.behind;
      }
      before.behind = semop.behind;
    }
    semop.behind = null;
  }

  /** All of them: takes time and memory, as a rescan does. */
  synchronized List<AsyncSemop> all() {
    sort();
    List<AsyncSemop> all = new ArrayList<>(count);
    for (AsyncSemop first : byRef) {
      for (AsyncSemop semop = first; semop != null; ) {
        AsyncSemop next = semop.behind;
        if (semop.isForgotten) {
          unlink(semop); // an error struck as it was removed
        } else {
          all.add(semop);
        }
        semop = next;
      }
    }
    count = all.size();
    return all;
  }

  /** If nobody waits here nor is coming, nobody comes any more; answers whether that is so. */
  synchronized boolean closeIfEmpty() {
    if (count == 0 && coming == 0 && !closed) {
      AsyncSemop left = fresh.get();
      while (left != null && left.isForgotten) {
        left = left.above;
      }
      closed = left == null;
    }
    return closed;
  }

  /**
   * Ends the dead in the set, unless that has been tried after a deadline: once for all futures
   * whose time is over. For the dispatcher.
   */
  void checkUp(long deadline) {
    if (!wasChecked || checkedAt - deadline < 0) {
      checkedAt = System.nanoTime();
      wasChecked = true;
      set.checkUp();
    }
  }
}
