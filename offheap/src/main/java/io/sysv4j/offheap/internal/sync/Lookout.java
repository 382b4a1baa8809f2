package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The futures of callers who may only read a set. They can't stand in its queue, so nobody rings
 * for them: the dispatcher looks every millisecond. They leave no trace in the set, and so a crash
 * leaves none either.
 */
final class Lookout {
  /** How long the dispatcher rests between two looks. */
  static final long NANOS = 1_000_000;

  private static final long LOOKS_OF_A_TICK = SafetyTick.NANOS / NANOS;

  private final Queue<Onlooking> all = new ConcurrentLinkedQueue<>();
  private long looks;

  boolean isEmpty() {
    return all.isEmpty();
  }

  void add(Onlooking future) {
    all.add(future);
  }

  /** Looks once for each, and drops those that are done. */
  void look() {
    if (!all.isEmpty()) {
      looks++;
      all.removeIf(Onlooking::look);
    }
  }

  /** Whether the dispatcher has rested for the sake of these for about a whole safety tick. */
  boolean isTick() {
    return !all.isEmpty() && looks % LOOKS_OF_A_TICK == 0;
  }

  /** The namespace is closed. */
  void close() {
    for (Onlooking future = all.poll(); future != null; future = all.poll()) {
      future.fail(new NamespaceClosedException());
    }
  }
}
