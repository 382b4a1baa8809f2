package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * An operation array that sleeps without a thread: what its caller, who holds the future, and the
 * {@link Dispatcher} do with the sleeper.
 *
 * <p>Its outcome is decided first, once, and completes the future then, on the caller's executor.
 * If that fails (there may be no memory for an exception) the dispatcher tries again until it is
 * done: only then is the future forgotten.
 */
public abstract class AsyncSemop extends WithdrawnWhenCompleted implements Sleeping, Runnable {
  private static final AtomicReferenceFieldUpdater<AsyncSemop, Object> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(AsyncSemop.class, Object.class, "outcome");

  /** What a future is completed with that was withdrawn, and then could not be completed. */
  private static final int GIVEN_UP = Errno.EINTR.number();

  private final Dispatcher.Source set;
  private final Dispatcher dispatcher;
  private final Executor executor;
  private int ref;
  private int status;
  private volatile boolean withdrawn;

  /** The number of an errno, or what was thrown; null while it is open. */
  private volatile Object outcome;

  // ---- Waiting's
  Waiting there;
  AsyncSemop above;
  AsyncSemop behind;
  boolean isComing;
  boolean isForgotten;

  // ---- Deadlines': when it gives up, or the dispatcher tries to let it give up again
  long due;
  int place;

  // ---- the dispatcher's: chains of those that it has taken, and of those that are unfinished
  AsyncSemop next;
  boolean isTaken;
  AsyncSemop nextUnfinished;
  volatile boolean isUnfinished;

  /**
   * An operation array on a set.
   *
   * @param deadline by {@link System#nanoTime}, or {@link ThreadSleep#FOREVER}
   * @param executor runs what completes the future
   */
  protected AsyncSemop(
      Dispatcher.Source set, Dispatcher dispatcher, long deadline, Executor executor) {
    this.set = set;
    this.dispatcher = dispatcher;
    this.due = deadline;
    this.executor = executor;
  }

  /** The exception for an errno: names the call. */
  protected abstract RuntimeException failure(Errno error);

  /** The exception for what went wrong below: names the call. */
  protected abstract RuntimeException failure(RuntimeException cause);

  /** When it gives up, by {@link System#nanoTime}. */
  public final long deadline() {
    return due;
  }

  /** The set it waits for. */
  final Dispatcher.Source set() {
    return set;
  }

  /** Its sleeper's record. */
  final int ref() {
    return ref;
  }

  // ---- falling asleep --------------------------------------------------------------------

  @Override
  public final boolean isAsync() {
    return true;
  }

  @Override
  public final void mayFallAsleep() {
    dispatcher.expect(this);
  }

  /** Under the gate: no lock, no memory. */
  @Override
  public final void fellAsleep(int sleeper, int statusWord) {
    ref = sleeper;
    status = statusWord;
    there.fellAsleep(this);
  }

  /**
   * It has fallen asleep and the gate has been left. If it can't be made to wait, the sleeper is
   * withdrawn, and this throws why; a sleeper that has been granted by then is completed as any.
   */
  public final void arrived() {
    try {
      dispatcher.arrived(this);
      if (set.isRemoved() && tryWithdraw()) {
        decide(Errno.EIDRM.number()); // whoever removed the set may not have seen us
        run();
        dispatcher.forget(this);
      }
    } catch (RuntimeException | Error e) {
      if (withdraw()) {
        dispatcher.forget(this);
        throw e;
      }
    }
  }

  /** It did not have to sleep: completes the future in the caller's thread. */
  public final void answered(int error) {
    if (there != null) {
      dispatcher.forget(this);
    }
    decide(error);
    run();
  }

  /**
   * The call that was to begin it, or to wait for it, has failed: nothing of it stays behind. What
   * it has been granted by then stays done.
   */
  public final void abandon() {
    if (ref != 0) {
      there.mustBeHere(this);
    }
    boolean isDispatchers = ref != 0 && !isDone() && !withdraw() && isGranted();
    if (there != null && !isDispatchers) {
      dispatcher.forget(this);
    }
  }

  // ---- the end of the sleep --------------------------------------------------------------

  /** Whether the sleeper is done, and nobody has acknowledged that. */
  final boolean isGranted() {
    return SleeperStatus.is(set.status(ref), status, SleeperStatus.DONE);
  }

  /** Whether its outcome is known. */
  final boolean isDecided() {
    return outcome != null;
  }

  /** The first decision counts. Allocates nothing. */
  private void decide(Object how) {
    OUTCOME.compareAndSet(this, null, how);
  }

  /** Whether it waits as it should, as far as one can tell without the gate. */
  final boolean looksAsleep() {
    return withdrawn || isDecided() || set.looksAsleep(ref, status);
  }

  /** Throws if it waits in vain. */
  final void checkAsleep() {
    set.checkAsleep(ref, status, () -> withdrawn);
  }

  /** The sleeper is done: takes note of its outcome and gives the record back. */
  final void acknowledge() {
    int now = set.status(ref);
    if (SleeperStatus.is(now, status, SleeperStatus.DONE)) {
      decide(SleeperStatus.errno(now));
      set.acknowledge(ref, now);
    }
  }

  /** Completes the future on its executor, with the outcome that is known. */
  final void complete() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      run();
    } catch (RuntimeException | Error e) {
      dispatcher.trouble().note(e);
      run();
    }
  }

  /** The sleeper has been withdrawn: completes the future on its executor. */
  final void finish(int error) {
    decide(error);
    complete();
  }

  /** It can't go on: completes the future in this thread. */
  final void fail(Throwable e) {
    decide(e);
    run();
  }

  /** If it can't be completed now, the dispatcher tries again. */
  @Override
  public final void run() {
    try {
      completeNow();
    } catch (RuntimeException | Error e) {
      dispatcher.unfinished(this, e);
    }
  }

  /**
   * Completes the future in this thread; throws if there is no memory for that. One that somebody
   * failed to complete from outside, and that has not been withdrawn, waits on.
   */
  final void completeNow() {
    if (!isDone() && (isDecided() || isGivenUp())) {
      end(failure());
    }
  }

  /** Damage fails it with an errno, anything else as it is; null if it has succeeded. */
  private Throwable failure() {
    Object how = outcome;
    try {
      if (how instanceof CorruptFileException || how instanceof FileProblem) {
        return failure((RuntimeException) how);
      }
      if (how instanceof Throwable thrown) {
        return thrown;
      }
      return how.equals(0) ? null : failure(Errno.of((Integer) how));
    } catch (RuntimeException | LinkageError e) {
      return e;
    }
  }

  /** Whether the sleeper was withdrawn, and whoever did that came no further; then that decides. */
  private boolean isGivenUp() {
    if (!isWithdrawn()) {
      return false;
    }
    decide(GIVEN_UP);
    return true;
  }

  private boolean isWithdrawn() {
    int now = set.status(ref);
    boolean isGone =
        !SleeperStatus.isSame(now, status) || SleeperStatus.state(now) == SleeperStatus.CANCELLED;
    return isGone && !isDecided();
  }

  /** Whether someone is completing the sleeper. */
  final boolean isClaimed() {
    return SleeperStatus.is(set.status(ref), status, SleeperStatus.CLAIMED);
  }

  /** Waits a moment for who is completing it; throws if there is nobody. */
  final void checkClaimed() {
    set.checkClaimed(ref, status);
  }

  // ---- withdrawing -----------------------------------------------------------------------

  /**
   * Takes the sleeper back if nobody is about to complete it; never waits. An attempt before may
   * have done that, and have failed then. The caller completes the future, and forgets it then.
   */
  final boolean tryWithdraw() {
    withdrawn = true; // before anyone can see it in the record
    return set.withdraw(ref, status) || isWithdrawn();
  }

  /** Takes the sleeper back; false if it has been completed, or can't be: then it has failed. */
  @Override
  final boolean withdraw() {
    try {
      while (!tryWithdraw()) {
        if (!isClaimed()) {
          return false;
        }
        checkClaimed();
      }
      return true;
    } catch (CorruptFileException | FileProblem e) {
      dispatcher.fail(this, e);
      return false;
    }
  }

  @Override
  final void completedFromOutside() {
    dispatcher.forget(this);
  }

  @Override
  final void failedToComplete(Throwable e) {
    dispatcher.unfinished(this, e);
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
