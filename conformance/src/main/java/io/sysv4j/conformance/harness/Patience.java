package io.sysv4j.conformance.harness;

import java.util.function.Supplier;

/** Waits in short steps for something that no one announces, and gives up when it hangs. */
public final class Patience {
  private final long deadline = System.nanoTime() + Pending.HANG_SECONDS * 1_000_000_000L;
  private int steps;

  /**
   * Waits a little, a little longer each time.
   *
   * @param complaint says what was waited for in vain
   * @throws IllegalStateException when it has taken far too long
   */
  public void step(Supplier<String> complaint) {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(complaint.get());
    }
    try {
      Thread.sleep(Math.min(++steps / 10, 10), 100_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + complaint.get(), e);
    }
  }
}
