package io.sysv4j.offheap.internal.sync;

import java.util.Arrays;

/**
 * The futures of this JVM that have a deadline, the earliest first: a heap in which each future
 * knows its place. Adding and removing cost O(log n); removing allocates nothing, so that a cancel
 * works with a full heap, too. Thread-safe.
 *
 * <p>An error may strike at any instruction of a change (a full stack, a stopped thread). Then all
 * futures are in the first places still, some of them twice, but for the one that was {@code
 * moving}; the next change, or look, puts that right first.
 */
final class Deadlines {
  private static final int SMALL = 64;

  private final AsyncSemop[] small = new AsyncSemop[SMALL];
  private AsyncSemop[] heap = small;
  private int size;
  private AsyncSemop moving;

  /**
   * Adds a future that is not here.
   *
   * @return whether it is the earliest now
   */
  synchronized boolean add(AsyncSemop semop) {
    mend();
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
      Arrays.fill(small, null);
    }
    moving = semop;
    up(semop, size++);
    moving = null;
    return heap[0] == semop;
  }

  /** Removes a future, if it is here. */
  synchronized void remove(AsyncSemop semop) {
    mend();
    if (isHere(semop, size)) {
      int place = semop.place;
      AsyncSemop last = heap[size - 1];
      moving = last;
      size--;
      heap[size] = null;
      if (last != semop) {
        fill(place, last);
      }
      moving = null;
      if (size == 0 && heap != small) { // what a burst needed is given back
        Arrays.fill(small, null);
        heap = small;
      }
    }
  }

  /** The earliest; null if there is none. */
  synchronized AsyncSemop first() {
    mend();
    return heap[0];
  }

  /** It is due at another time than it was. */
  synchronized void postpone(AsyncSemop semop, long due) {
    mend();
    boolean isHere = isHere(semop, size);
    moving = isHere ? semop : null;
    semop.due = due;
    if (isHere) {
      fill(semop.place, semop);
    }
    moving = null;
  }

  private boolean isHere(AsyncSemop semop, int end) {
    return semop.place < end && heap[semop.place] == semop;
  }

  /** Allocates nothing. If an error strikes here, too, the next one begins again. */
  private void mend() {
    if (moving == null) {
      return;
    }
    int end = 0;
    for (int i = 0; i < Math.min(size + 1, heap.length); i++) {
      AsyncSemop semop = heap[i];
      if (semop != null && !isHere(semop, end)) {
        put(end++, semop);
      }
    }
    if (!isHere(moving, end)) {
      put(end++, moving);
    }
    size = end;
    Arrays.fill(heap, end, heap.length, null);
    for (int i = 1; i < end; i++) {
      moving = heap[i];
      up(moving, i);
    }
    moving = null;
  }

  private void fill(int place, AsyncSemop semop) {
    up(semop, place);
    down(semop, semop.place);
  }

  private void up(AsyncSemop semop, int from) {
    int at = from;
    while (at > 0 && isBefore(semop, heap[(at - 1) / 2])) {
      put(at, heap[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    put(at, semop);
  }

  private void down(AsyncSemop semop, int from) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], semop)) {
        break;
      }
      put(at, heap[child]);
      at = child;
    }
    put(at, semop);
  }

  private void put(int at, AsyncSemop semop) {
    heap[at] = semop;
    semop.place = at;
  }

  private static boolean isBefore(AsyncSemop one, AsyncSemop other) {
    return one.due - other.due < 0;
  }
}
