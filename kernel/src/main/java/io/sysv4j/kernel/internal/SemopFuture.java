package io.sysv4j.kernel.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The future of a {@link Sleep}. Whoever completes it from outside (cancel, orTimeout, obtrude…)
 * wakes the sleeper first and waits for the kernel's answer, which decides: if the operations were
 * done, the future completes with that. Only obtruding has its way all the same.
 */
final class SemopFuture extends CompletableFuture<Void> {
  private final Sleep sleep;

  SemopFuture(Sleep sleep) {
    this.sleep = sleep;
  }

  /** The sleep has ended: completes the future, exceptionally if there is an exception. */
  void end(Throwable failure) {
    if (failure == null) {
      super.complete(null);
    } else {
      super.completeExceptionally(failure);
    }
  }

  /** Ends the sleep; answers whether nothing was done then. */
  private boolean withdraw() {
    sleep.wake(Sleep.Waker.CANCEL);
    return sleep.isWithdrawn();
  }

  /** What is made from it has no sleeper. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return isDone() || !withdraw() ? isCancelled() : super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean complete(Void value) {
    return !isDone() && withdraw() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable e) {
    if (e == null) {
      throw new NullPointerException("the exception is null");
    }
    return !isDone() && withdraw() && super.completeExceptionally(e);
  }

  @Override
  public CompletableFuture<Void> completeAsync(
      Supplier<? extends Void> supplier, Executor executor) {
    if (supplier == null) {
      throw new NullPointerException("the supplier is null");
    }
    executor.execute((AsynchronousCompletionTask & Runnable) () -> completeWith(supplier));
    return this;
  }

  @Override
  public CompletableFuture<Void> completeAsync(Supplier<? extends Void> supplier) {
    return completeAsync(supplier, defaultExecutor());
  }

  private void completeWith(Supplier<? extends Void> supplier) {
    if (!isDone()) {
      Throwable failure = failureOf(supplier);
      if (failure == null) {
        complete(null);
      } else {
        completeExceptionally(failure);
      }
    }
  }

  private static Throwable failureOf(Supplier<? extends Void> supplier) {
    try {
      supplier.get(); // there is no other value than null
      return null;
    } catch (Throwable e) {
      return e instanceof CompletionException ? e : new CompletionException(e);
    }
  }

  @Override
  public void obtrudeValue(Void value) {
    if (!isDone()) {
      withdraw();
    }
    super.obtrudeValue(value);
  }

  @Override
  public void obtrudeException(Throwable e) {
    if (e == null) {
      throw new NullPointerException("the exception is null");
    }
    if (!isDone()) {
      withdraw();
    }
    super.obtrudeException(e);
  }
}
