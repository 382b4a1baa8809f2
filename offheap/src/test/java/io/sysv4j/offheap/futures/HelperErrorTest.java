package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.sync.Helper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something is thrown in janitor and dispatcher, or ends them: both go on. */
@Timeout(120)
class HelperErrorTest extends FuturesFixture {
  @Override
  Engine openWaiter(Options options) {
    return Engine.openAttended(options, hooks::wrap);
  }

  @Test
  void shouldKeepTheClockGoingAfterErrors() {
    AtomicInteger errors = new AtomicInteger();
    hooks.set(
        (isSet, what, offset, value) -> {
          if (Thread.currentThread().getName().startsWith("sysv4j-janitor")) {
            errors.incrementAndGet();
            throw new InternalError("planted");
          }
        });
    while (errors.get() < 3) {
      Thread.onSpinWait();
    }
    hooks.clear();

    assertClockGoesOn();
  }

  @Test
  void shouldSurviveLoggersThatThrow() throws Exception {
    PrintStream before = System.err;
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(Object line) {
            throw new InternalError("planted in the log");
          }

          @Override
          public void println(String line) {
            throw new InternalError("planted in the log");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            throw new InternalError("planted in the log");
          }
        });
    try {
      for (int round = 0; round < 3; round++) {
        CompletableFuture<Void> failing =
            take(
                null,
                task -> {
                  throw new InternalError("planted");
                });
        give(1);
        assertDone(failing);
        CompletableFuture<Void> next = take();
        give(1);
        assertDone(next);
      }
    } finally {
      System.setErr(before);
    }
    assertEquals(0, val());
  }

  /** Thread.stop, where there still is such a thing. */
  @Test
  void shouldGoOnWhenTheThreadsAreStopped() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() < 20, "Thread.stop is no more");
    CompletableFuture<Void> first = take();
    stop("sysv4j-dispatcher " + directory);
    stop("sysv4j-janitor " + directory);
    CompletableFuture<Void> second = take();
    give(2);

    assertDone(first);
    assertDone(second);
    assertClockGoesOn();
  }

  private static void stop(String name) throws ReflectiveOperationException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        try {
          Thread.class.getMethod("stop").invoke(thread);
        } catch (InvocationTargetException e) {
          throw new AssertionError(e.getCause());
        }
      }
    }
  }

  /** The janitor moves it; operations on the fast path only read it. */
  private void assertClockGoesOn() {
    for (int seconds = 0; seconds < 2; seconds++) {
      long last = waiter.semctl().stat(semid).semOtime();
      while (waiter.semctl().stat(semid).semOtime() == last) {
        waiter.sem().semop(semid, 0, 1, 0);
        waiter.sem().semop(semid, 0, -1, 0);
      }
    }
  }

  @Test
  void shouldBeMadeAgainWhenItHasDied() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    Helper helper =
        new Helper(
            "dies once",
            () -> {
              runs.countDown();
              if (runs.getCount() > 0) {
                throw new IllegalStateException("planted: the helper ends");
              }
              await(end);
            });
    helper.lookAfter();
    assertEquals(2, runs.getCount(), "nobody has asked for it");
    helper.start();
    while (!helper.hasDied()) {
      Thread.onSpinWait();
    }
    helper.lookAfter();
    runs.await();
    assertFalse(helper.hasDied());
    Thread last = helper.end();
    helper.start();
    assertTrue(last.isAlive());
    end.countDown();
    Helper.join(last);
    assertFalse(last.isAlive());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
