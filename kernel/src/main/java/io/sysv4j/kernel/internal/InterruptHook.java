package io.sysv4j.kernel.internal;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Wakes a {@link Sleep} when the platform thread that sleeps it is interrupted. The JDK lets
 * channels know of interrupts, so this is a channel, of one sleep.
 */
final class InterruptHook extends AbstractInterruptibleChannel {
  private final Sleep sleep;

  InterruptHook(Sleep sleep) {
    this.sleep = sleep;
  }

  /** Sleeps on the calling thread; it keeps its interrupt status. */
  int run() {
    begin();
    try {
      return sleep.run();
    } finally {
      disarm();
    }
  }

  private void disarm() {
    try {
      end(true);
    } catch (ClosedByInterruptException e) {
      // The result of the sleep says whether the interrupt came in time.
    } catch (java.nio.channels.AsynchronousCloseException e) {
      throw new AssertionError("nobody else has this channel", e);
    }
  }

  @Override
  protected void implCloseChannel() {
    sleep.wake(Sleep.Waker.INTERRUPT);
  }
}
