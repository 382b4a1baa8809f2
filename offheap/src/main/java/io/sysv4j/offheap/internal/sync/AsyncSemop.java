package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An operation array that sleeps without a thread: the future its caller holds. Whoever completes
 * or cancels it from outside withdraws the sleeper; if that comes too late, the future completes
 * with what the operations did.
 */
public abstract class AsyncSemop extends CompletableFuture<Void>
    implements Sleeping, Runnable, Comparable<AsyncSemop> {
  private static final int NOT_YET = -1;

  private final Waitable set;
  private final Dispatcher dispatcher;
  private final Executor executor;
  final long deadline;
  private int ref;
  private int status;
  private int errno = NOT_YET;
  private volatile boolean withdrawn;

  /**
   * An operation array on a set.
   *
   * @param deadline by {@link System#nanoTime}, or {@link ThreadSleep#FOREVER}
   * @param executor runs what completes the future
   */
  protected AsyncSemop(Waitable set, Dispatcher dispatcher, long deadline, Executor executor) {
    this.set = set;
    this.dispatcher = dispatcher;
    this.deadline = deadline;
    this.executor = executor;
  }

  /** The exception for an errno: names the call. */
  protected abstract RuntimeException failure(Errno error);

  /** The exception for what went wrong below: names the call. */
  protected abstract RuntimeException failure(RuntimeException cause);

  /** When it gives up, by {@link System#nanoTime}. */
  public final long deadline() {
    return deadline;
  }

  /** The set it waits for. */
  final Waitable set() {
    return set;
  }

  /** Its sleeper's record. */
  final int ref() {
    return ref;
  }

  @Override
  public final boolean isAsync() {
    return true;
  }

  @Override
  public final void fellAsleep(int sleeper, int statusWord) {
    ref = sleeper;
    status = statusWord;
    dispatcher.register(this);
  }

  /** The operations are done, or failed: completes the future on its executor. */
  public final void finish(int error) {
    errno = error;
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      run();
    } catch (RuntimeException | Error e) {
      run();
      throw e;
    }
  }

  /** As {@link #finish}, in the caller's thread: the operations did not have to sleep. */
  public final void finishNow(int error) {
    errno = error;
    run();
  }

  @Override
  public final void run() {
    if (errno == 0) {
      super.complete(null);
    } else {
      super.completeExceptionally(failure(Errno.of(errno)));
    }
  }

  /** It can't go on: damage fails it with an errno, anything else as it is. */
  final void fail(Throwable e) {
    boolean isDamage = e instanceof CorruptFileException || e instanceof FileProblem;
    super.completeExceptionally(isDamage ? failure((RuntimeException) e) : e);
  }

  /** Whether the sleeper is done, and nobody has acknowledged that. */
  final boolean isGranted() {
    return SleeperStatus.is(set.status(ref), status, SleeperStatus.DONE);
  }

  /** Throws if it waits in vain. */
  final void checkAsleep() {
    set.checkAsleep(ref, status, () -> withdrawn);
  }

  /** Takes the sleeper back; false if it has been completed, or can't be: then it has failed. */
  final boolean withdraw() {
    withdrawn = true; // before anyone can see it in the record
    try {
      while (!set.withdraw(ref, status)) {
        if (!SleeperStatus.is(set.status(ref), status, SleeperStatus.CLAIMED)) {
          return false;
        }
        set.checkClaimed(ref, status);
      }
    } catch (CorruptFileException | FileProblem e) {
      dispatcher.fail(this, e);
      return false;
    }
    dispatcher.forget(this);
    return true;
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    return isDone() ? isCancelled() : withdraw() && super.cancel(mayInterruptIfRunning);
  }

  @Override
  public final boolean complete(Void value) {
    return !isDone() && withdraw() && super.complete(value);
  }

  @Override
  public final boolean completeExceptionally(Throwable e) {
    return !isDone() && withdraw() && super.completeExceptionally(e);
  }

  /** Orders by deadline, then by record and identity, so that no two are equal. */
  @Override
  public final int compareTo(AsyncSemop other) {
    int order = Long.compare(deadline - other.deadline, 0);
    order = order != 0 ? order : Integer.compare(ref, other.ref);
    order = order != 0 ? order : Integer.compare(status, other.status);
    return order != 0
        ? order
        : Integer.compare(System.identityHashCode(set), System.identityHashCode(other.set));
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }
}
