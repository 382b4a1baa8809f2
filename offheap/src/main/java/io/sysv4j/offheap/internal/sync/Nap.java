package io.sysv4j.offheap.internal.sync;

import java.util.concurrent.locks.LockSupport;

/**
 * A short rest of a thread that waits for what others do, and looks again. An interrupt is kept,
 * but does not end the rest: else the thread would spin, and a virtual thread would keep its
 * carrier from the very threads that it waits for.
 */
public final class Nap {
  private Nap() {}

  /** Rests for so long, or less. */
  public static void nanos(long nanos) {
    boolean wasInterrupted = Thread.interrupted();
    if (wasInterrupted) {
      LockSupport.parkNanos(1); // takes the permit that comes with an interrupt, also with our own
    }
    LockSupport.parkNanos(nanos);
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
