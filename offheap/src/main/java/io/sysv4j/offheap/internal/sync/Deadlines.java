package io.sysv4j.offheap.internal.sync;

import java.util.Arrays;

/**
 * The futures of this JVM that have a deadline, the earliest first: a heap in which each future
 * knows its place. Adding and removing cost O(log n); removing allocates nothing, so that a cancel
 * works with a full heap, too. Thread-safe.
 */
final class Deadlines {
  private static final int SMALL = 64;

  private final AsyncSemop[] small = new AsyncSemop[SMALL];
  private AsyncSemop[] heap = small;
  private int size;

  /**
   * Adds a future that is not here.
   *
   * @return whether it is the earliest now
   */
  synchronized boolean add(AsyncSemop semop) {
    if (size == heap.length) {
      AsyncSemop[] grown = Arrays.copyOf(heap, 2 * size);
      Arrays.fill(small, null);
      heap = grown;
    }
    up(semop, size++);
    return heap[0] == semop;
  }

  /** Removes a future, if it is here. */
  synchronized void remove(AsyncSemop semop) {
    int place = semop.place - 1;
    if (place < 0) {
      return;
    }
    AsyncSemop last = heap[--size];
    heap[size] = null;
    semop.place = 0;
    if (last != semop) {
      fill(place, last);
    }
    if (size == 0) {
      heap = small; // what a burst needed is given back
    }
  }

  /** The earliest; null if there is none. */
  synchronized AsyncSemop first() {
    return heap[0];
  }

  /** It is due at another time than it was. */
  synchronized void postpone(AsyncSemop semop, long due) {
    boolean isHere = semop.place != 0;
    semop.due = due;
    if (isHere) {
      fill(semop.place - 1, semop);
    }
  }

  private void fill(int place, AsyncSemop semop) {
    up(semop, place);
    down(semop, semop.place - 1);
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
    semop.place = at + 1;
  }

  private static boolean isBefore(AsyncSemop one, AsyncSemop other) {
    return one.due - other.due < 0;
  }
}
