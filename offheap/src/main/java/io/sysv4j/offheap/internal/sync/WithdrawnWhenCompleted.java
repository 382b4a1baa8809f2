package io.sysv4j.offheap.internal.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A future behind which a sleeper stands. Whoever completes it from outside withdraws the sleeper
 * first; if that comes too late, the future completes with what the operations did. Only obtruding
 * has its way all the same: then the operations are done, and the future does not tell.
 *
 * <p>The owner of the sleeper completes it by {@link #end}.
 */
abstract class WithdrawnWhenCompleted extends CompletableFuture<Void> {
  /**
   * An error has struck whoever completed it from outside: the sleeper may have been withdrawn. A
   * field, as storing it needs no stack.
   */
  volatile boolean hasFailed;

  /** Takes the sleeper back; false if that is too late. */
  abstract boolean withdraw();

  /** The sleeper was withdrawn, and the future has been completed: it is over. */
  abstract void completedFromOutside();

  /** If the sleeper was withdrawn, the future must be completed yet; else it waits on. */
  abstract void failedToComplete(Throwable e);

  /** The sleeper is no more: completes the future, exceptionally if there is an exception. */
  final void end(Throwable failure) {
    if (failure == null) {
      super.complete(null);
    } else {
      super.completeExceptionally(failure);
    }
  }

  @Override
  public final boolean complete(Void value) {
    try {
      return isOver(!isDone() && withdraw() && super.complete(value));
    } catch (Error failure) {
      hasFailed = true;
      failedToComplete(failure);
      throw failure;
    }
  }

  @Override
  public final boolean completeExceptionally(Throwable e) {
    if (e == null) {
      throw new NullPointerException("the exception is null");
    }
    try {
      return isOver(!isDone() && withdraw() && super.completeExceptionally(e));
    } catch (Error failure) {
      hasFailed = true;
      failedToComplete(failure);
      throw failure;
    }
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    try {
      return isOver(!isDone() && withdraw() && super.cancel(mayInterruptIfRunning))
          || isCancelled();
    } catch (Error failure) {
      hasFailed = true;
      failedToComplete(failure);
      throw failure;
    }
  }

  private boolean isOver(boolean isMine) {
    if (isMine) {
      completedFromOutside();
    }
    return isMine;
  }

  @Override
  public final CompletableFuture<Void> completeAsync(
      Supplier<? extends Void> supplier, Executor executor) {
    if (supplier == null) {
      throw new NullPointerException("the supplier is null");
    }
    executor.execute((AsynchronousCompletionTask & Runnable) () -> completeWith(supplier));
    return this;
  }

  @Override
  public final CompletableFuture<Void> completeAsync(Supplier<? extends Void> supplier) {
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
  public final void obtrudeValue(Void value) {
    boolean isMine = !isDone() && withdraw();
    super.obtrudeValue(value);
    isOver(isMine);
  }

  @Override
  public final void obtrudeException(Throwable e) {
    if (e == null) {
      throw new NullPointerException("the exception is null");
    }
    boolean isMine = !isDone() && withdraw();
    super.obtrudeException(e);
    isOver(isMine);
  }
}
