package io.sysv4j.offheap.internal.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The futures of this JVM that wait for one set, by record: for the {@link Dispatcher}.
 * Thread-safe.
 */
final class Waiting {
  final Dispatcher.Source set;
  private AsyncSemop[] byRef = new AsyncSemop[16];
  private final List<AsyncSemop> displaced = new ArrayList<>();
  private int count;

  Waiting(Dispatcher.Source set) {
    this.set = set;
  }

  synchronized void put(AsyncSemop semop) {
    int ref = semop.ref();
    if (ref >= byRef.length) {
      byRef = Arrays.copyOf(byRef, Math.max(ref + 1, 2 * byRef.length));
    }
    if (byRef[ref] != null) {
      displaced.add(byRef[ref]); // it is being withdrawn, and its record was free at once
    } else {
      count++;
    }
    byRef[ref] = semop;
  }

  synchronized AsyncSemop at(int ref) {
    return ref > 0 && ref < byRef.length ? byRef[ref] : null;
  }

  synchronized boolean remove(AsyncSemop semop) {
    boolean isHere = at(semop.ref()) == semop;
    if (isHere) {
      byRef[semop.ref()] = null;
      count--;
    }
    return isHere || displaced.remove(semop);
  }

  synchronized List<AsyncSemop> all() {
    List<AsyncSemop> all = new ArrayList<>(displaced);
    for (AsyncSemop semop : byRef) {
      if (semop != null) {
        all.add(semop);
      }
    }
    return all;
  }

  synchronized boolean isEmpty() {
    return count == 0 && displaced.isEmpty();
  }
}
