package io.sysv4j.kernel.internal;

import java.util.concurrent.CompletableFuture;

/**
 * The future of a {@link Sleep}. Cancelling it wakes the sleeper and waits for the kernel's answer,
 * which decides; whoever completes it otherwise (orTimeout, say) wakes the sleeper too.
 */
final class SemopFuture extends CompletableFuture<Void> {
  private final Sleep sleep;

  SemopFuture(Sleep sleep) {
    this.sleep = sleep;
    whenComplete((done, failure) -> sleep.wake(Sleep.Waker.CANCEL));
  }

  /** What is made from it has no sleeper. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!isDone()) {
      sleep.wake(Sleep.Waker.CANCEL);
      if (!sleep.isWithdrawn()) {
        return false;
      }
    }
    return super.cancel(mayInterruptIfRunning);
  }
}
