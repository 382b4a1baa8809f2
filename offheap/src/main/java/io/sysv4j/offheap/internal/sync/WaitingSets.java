package io.sysv4j.offheap.internal.sync;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sets that futures of this JVM wait for, by identifier. Thread-safe. */
final class WaitingSets {
  private final Map<Integer, Waiting> bySemid = new ConcurrentHashMap<>();

  /**
   * A future may fall asleep soon, in its set. Nothing of ours runs inside the map: an error there
   * (a full stack, a stopped thread) would leave the set's place reserved for ever.
   */
  void expect(AsyncSemop semop) {
    Waiting there = bySemid.get(semop.set().semid());
    while (there == null || !there.expect(semop)) {
      if (there != null) {
        bySemid.remove(there.semid, there); // it is closed, and whoever closed it may have failed
      }
      Waiting made = new Waiting(semop.set());
      Waiting other = bySemid.putIfAbsent(made.semid, made);
      there = other == null ? made : other;
    }
  }

  /** The futures that wait for a set; null if none does. */
  Waiting at(int semid) {
    return bySemid.get(semid);
  }

  /** Nobody needs to complete a future any more. Allocates nothing. */
  void remove(AsyncSemop semop) {
    Waiting there = semop.there;
    there.remove(semop);
    if (there.closeIfEmpty()) {
      bySemid.remove(there.semid, there);
    }
  }

  /** All sets. */
  Collection<Waiting> all() {
    return bySemid.values();
  }

  boolean isEmpty() {
    return bySemid.isEmpty();
  }
}
