package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.sem.Onlooker;
import io.sysv4j.offheap.internal.sem.Sops;
import io.sysv4j.offheap.internal.sync.Onlooking;
import io.sysv4j.offheap.internal.sync.ThreadSleep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tests for zero that sleep without a thread, of a caller who may only read the set: the future its
 * caller holds. It stands in no queue and changes nothing, so whoever completes it from outside
 * takes nothing away, and a crash leaves nothing behind.
 */
final class OnlookingSemop extends CompletableFuture<Void> implements Onlooking {
  private final SetHandle handle;
  private final SemopCall call;
  private final Sops sops = new Sops();
  private final long deadline;
  private final Executor executor;

  /**
   * A future.
   *
   * @param call its operations have been checked
   * @param executor runs what completes the future
   */
  OnlookingSemop(SetHandle handle, SemopCall call, long deadline, Executor executor) {
    this.handle = handle;
    this.call = call;
    this.deadline = deadline;
    this.executor = executor;
    sops.take(call.sops());
  }

  /** Looks for the first time, in its caller's thread; then the dispatcher looks. */
  OnlookingSemop begin() {
    int answer = answer();
    if (answer == Onlooker.NOT_YET) {
      call.engine().dispatcher.watch(this);
    } else {
      finish(answer);
    }
    return this;
  }

  private int answer() {
    call.engine().checkOpen();
    int answer = handle.set.onlooker().look(sops);
    boolean isLate = deadline != ThreadSleep.FOREVER && deadline - System.nanoTime() <= 0;
    return answer == Onlooker.NOT_YET && isLate ? -Errno.EAGAIN.number() : answer;
  }

  @Override
  public boolean look() {
    if (isDone()) {
      return true;
    }
    int answer;
    try {
      answer = answer();
    } catch (FileProblem | CorruptFileException e) {
      fail(call.failure(e));
      return true;
    } catch (RuntimeException e) {
      fail(e);
      return true;
    }
    if (answer != Onlooker.NOT_YET) {
      execute(() -> finish(answer));
    }
    return answer != Onlooker.NOT_YET;
  }

  private void execute(Runnable completion) {
    try {
      executor.execute(completion);
    } catch (RejectedExecutionException e) {
      completion.run();
    } catch (RuntimeException | Error e) {
      completion.run();
      throw e;
    }
  }

  private void finish(int answer) {
    if (answer == 0) {
      complete(null);
    } else {
      completeExceptionally(call.failure(answer));
    }
  }

  @Override
  public void fail(RuntimeException reason) {
    completeExceptionally(reason);
  }
}
