package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.sync.AsyncSemop;
import io.sysv4j.offheap.internal.sync.Dispatcher;
import io.sysv4j.offheap.internal.sync.ThreadSleep;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something is thrown in the dispatcher: no future is lost, and no unit that it was given. */
@Timeout(120)
class DispatcherErrorTest extends FuturesFixture {
  private final AtomicBoolean isInside = new AtomicBoolean();

  /** Outside the gate; what is thrown inside is another matter. */
  private boolean isOutside(boolean isSet, String what, long offset, long value) {
    if (!Thread.currentThread().getName().startsWith("sysv4j-dispatcher")) {
      return false;
    }
    if (isSet && offset == SetLayout.GATE && !what.equals("get")) {
      isInside.set(value != 0);
      return false;
    }
    return !isInside.get();
  }

  /** An Error before each thing the dispatcher does to shared memory, one after the other. */
  @Test
  void shouldCompleteEachFutureWhereverAnErrorStrikes() throws Exception {
    boolean hasStruck = true;
    for (int step = 0; hasStruck; step++) {
      AtomicInteger left = new AtomicInteger(step);
      List<CompletableFuture<Void>> futures = List.of(take(), take(), take());
      hooks.set(
          (isSet, what, offset, value) -> {
            if (isOutside(isSet, what, offset, value) && left.getAndDecrement() == 0) {
              throw new InternalError("planted");
            }
          });
      give(3);
      for (CompletableFuture<Void> future : futures) {
        assertDone(future);
      }
      hooks.clear();
      hasStruck = left.get() < 0;
      assertEquals(0, val());
      assertEquals(0, asleep());
      assertTrue(step < 1000, "it strikes for ever");
    }
  }

  @Test
  void shouldSurviveExecutorsThatFail() throws Exception {
    List<Throwable> failures =
        List.of(
            new RejectedExecutionException("planted"),
            new IllegalStateException("planted"),
            new InternalError("planted"),
            new StackOverflowError("planted"));
    for (Throwable failure : failures) {
      CompletableFuture<Void> future = take(null, task -> sneak(failure));
      CompletableFuture<Void> other = take();
      give(2);
      assertDone(future);
      assertDone(other);
    }
  }

  /** There is no memory for the exception: the dispatcher tries until there is. */
  @Test
  void shouldCompleteLaterWhatCantBeCompletedNow() {
    Dispatcher dispatcher = new Dispatcher(giver.participant(), "sysv4j-dispatcher of a test");
    dispatcher.start();
    try {
      AtomicInteger failures = new AtomicInteger(3);
      Scarce future = new Scarce(dispatcher, failures);
      future.answered(Errno.EAGAIN.number());
      assertFails(Errno.EAGAIN, future);
      assertEquals(-1, failures.get());
    } finally {
      dispatcher.stop(Long.MAX_VALUE);
    }
  }

  /** A future whose exception takes more memory than there is, at first. */
  private static final class Scarce extends AsyncSemop {
    private final AtomicInteger failures;

    Scarce(Dispatcher dispatcher, AtomicInteger failures) {
      super(null, dispatcher, ThreadSleep.FOREVER, Runnable::run);
      this.failures = failures;
    }

    @Override
    protected RuntimeException failure(Errno error) {
      if (failures.getAndDecrement() > 0) {
        throw new InternalError("planted");
      }
      return IpcException.of(error, "a call", "a reason");
    }

    @Override
    protected RuntimeException failure(RuntimeException cause) {
      return cause;
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }
}
