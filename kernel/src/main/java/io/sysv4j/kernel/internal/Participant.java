package io.sysv4j.kernel.internal;

/**
 * What the open handles of this JVM share: its sleepers and its attaches. Made by the first handle
 * and ended by the last. If the process dies, the kernel ends both.
 */
final class Participant {
  private static final Object LOCK = new Object();
  private static Participant current;

  private final SemopCalls semops = new SemopCalls();
  private final Attaches attaches = new Attaches();
  private int handles;

  private Participant() {}

  /** Adds a handle; each must {@link #leave} once. */
  static Participant join() {
    synchronized (LOCK) {
      if (current == null) {
        current = new Participant();
      }
      current.handles++;
      return current;
    }
  }

  /** Removes a handle. With the last one go the sleepers and the attaches. */
  void leave() {
    synchronized (LOCK) {
      if (--handles > 0) {
        return;
      }
      current = null;
    }
    semops.close();
    attaches.close();
  }

  SemopCalls semops() {
    return semops;
  }

  Attaches attaches() {
    return attaches;
  }
}
