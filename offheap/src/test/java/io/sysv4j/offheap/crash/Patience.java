package io.sysv4j.offheap.crash;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long an action may take. Who waits at a gate looks at it again and again, so {@link Life}
 * stops it there; a thread that hangs anywhere else is found by who waits for the tests.
 */
final class Patience {
  /** More than anything takes. */
  static final int SECONDS = 10;

  private static final long NANOS = TimeUnit.SECONDS.toNanos(SECONDS);
  private static final Map<Thread, Long> ACTING = new ConcurrentHashMap<>();

  private Patience() {}

  /** This thread begins an action; answers when it must be over. */
  static long begin() {
    long start = System.nanoTime();
    ACTING.put(Thread.currentThread(), start);
    return start + NANOS;
  }

  static void done() {
    ACTING.remove(Thread.currentThread());
  }

  /** Throws if a thread hangs where no look at the memory stops it. */
  static void requireNobodyHangs() {
    for (Map.Entry<Thread, Long> acting : ACTING.entrySet()) {
      if (System.nanoTime() - acting.getValue() > 2 * NANOS) {
        GaveUp e = new GaveUp("it hangs: " + acting.getKey());
        e.setStackTrace(acting.getKey().getStackTrace());
        throw e;
      }
    }
  }
}
