package io.sysv4j.offheap.internal.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The futures of this JVM that wait for one set, by record: for the {@link Dispatcher}.
 * Thread-safe.
 *
 * <pre>
 *   a call:   expect     before it enters the gate; all that must be allocated for that is
 *             fellAsleep inside: one compare-and-swap puts the future on a stack of new ones
 *             arrived    after it has left: the future is sorted in by its record
 * </pre>
 *
 * <p>Who looks for a future sorts the new ones in first; so a future is found from the moment at
 * which the gate is left, whatever becomes of its call. The record of a future that was withdrawn
 * is free at once, and may get another future: therefore a place has a chain, the newest first.
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
      semop.isComing = true;
      semop.there = this;
      coming++;
    }
    return !closed;
  }

  /** A future has fallen asleep; its thread owns the gate, so this takes no lock nor memory. */
  void fellAsleep(AsyncSemop semop) {
    AsyncSemop head;
    do {
      head = fresh.get();
      semop.behind = head;
    } while (!fresh.compareAndSet(head, semop));
    semop.isHere = true;
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
    AsyncSemop head = fresh.get();
    while (head != null) {
      reserve(head);
      if (fresh.compareAndSet(head, null)) {
        for (AsyncSemop oldest = reverse(head); oldest != null; ) {
          AsyncSemop next = oldest.behind;
          put(oldest);
          oldest = next;
        }
      }
      head = fresh.get();
    }
  }

  private void reserve(AsyncSemop head) {
    int last = 0;
    for (AsyncSemop semop = head; semop != null; semop = semop.behind) {
      last = semop.isForgotten ? last : Math.max(last, semop.ref());
    }
    if (last >= byRef.length) {
      byRef = Arrays.copyOf(byRef, Math.max(last + 1, 2 * byRef.length));
    }
  }

  private static AsyncSemop reverse(AsyncSemop head) {
    AsyncSemop before = null;
    for (AsyncSemop semop = head; semop != null; ) {
      AsyncSemop next = semop.behind;
      semop.behind = before;
      before = semop;
      semop = next;
    }
    return before;
  }

  private void put(AsyncSemop semop) {
    if (semop.isForgotten) {
      semop.behind = null;
    } else {
      semop.behind = byRef[semop.ref()];
      byRef[semop.ref()] = semop;
      semop.isSorted = true;
      count++;
    }
  }

  /** The future behind a record that has been granted what it waits for; null if none has. */
  synchronized AsyncSemop granted(int ref) {
    sort();
    AsyncSemop semop = ref > 0 && ref < byRef.length ? byRef[ref] : null;
    while (semop != null && !semop.isGranted()) {
      semop = semop.behind;
    }
    return semop;
  }

  /**
   * Nobody needs to complete a future any more. Allocates nothing.
   *
   * @return false if that has been said before
   */
  synchronized boolean remove(AsyncSemop semop) {
    came(semop);
    boolean isFirst = !semop.isForgotten;
    semop.isForgotten = true;
    if (semop.isSorted) {
      semop.isSorted = false;
      unlink(semop);
      count--;
    }
    return isFirst;
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
      for (AsyncSemop semop = first; semop != null; semop = semop.behind) {
        all.add(semop);
      }
    }
    return all;
  }

  /** If nobody waits here nor is coming, nobody comes any more; answers whether that is so. */
  synchronized boolean closeIfEmpty() {
    if (count == 0 && coming == 0 && !closed) {
      AsyncSemop left = fresh.get();
      while (left != null && left.isForgotten) {
        left = left.behind;
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
