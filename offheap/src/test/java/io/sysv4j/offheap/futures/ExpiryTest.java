package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SetLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures whose time is over, in crowds and in trouble. */
@Timeout(120)
class ExpiryTest extends FuturesFixture {
  /** The dispatcher of the waiter passes the gate to end the dead: once for all that are late. */
  @Test
  void shouldLookAfterTheDeadOnceForAllThatAreLate() {
    AtomicBoolean isHeld = new AtomicBoolean(true);
    AtomicInteger passages = new AtomicInteger();
    hooks.set(
        (isSet, what, offset, value) -> {
          if (Thread.currentThread().getName().startsWith("sysv4j-dispatcher")) {
            while (isHeld.get()) {
              Thread.onSpinWait();
            }
            if (isSet && what.equals("put") && offset == SetLayout.GATE) {
              passages.incrementAndGet();
            }
          }
        });
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      futures.add(take(Duration.ofMillis(1), Runnable::run));
    }
    CompletableFuture<Void> later = take(Duration.ofHours(1), Runnable::run);
    long end = System.nanoTime() + 5_000_000;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    isHeld.set(false);

    futures.forEach(future -> assertFails(Errno.EAGAIN, future));
    assertTrue(passages.get() <= 2, () -> passages + " passages");
    assertTrue(later.cancel(true));
    assertEquals(0, asleep());
  }

  @Test
  void shouldTellAHundredThousand() {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      futures.add(take(Duration.ofSeconds(2), Runnable::run));
    }
    futures.forEach(future -> assertFails(Errno.EAGAIN, future));
    assertEquals(0, asleep());
  }

  /** The futures of one record are told apart, in whatever order they go. */
  @Test
  void shouldKeepFuturesOfOneRecordApart() throws Exception {
    for (int round = 0; round < 1000; round++) {
      CompletableFuture<Void> first = take(Duration.ofHours(1), Runnable::run);
      assertTrue(first.cancel(true));
      CompletableFuture<Void> second = take(Duration.ofHours(1), Runnable::run);
      give(1);
      assertDone(second);
    }
    assertEquals(0, val());
  }

  /** An Error when it asks who lives: time is over all the same. */
  @Test
  void shouldTellThoseThatAreLateThoughNobodyCanBeAsked() {
    hooks.set(
        (isSet, what, offset, value) -> {
          boolean isDispatcher = Thread.currentThread().getName().startsWith("sysv4j-dispatcher");
          if (isDispatcher && isSet && what.equals("cas") && offset == SetLayout.GATE) {
            throw new InternalError("planted");
          }
        });

    assertFails(Errno.EAGAIN, take(Duration.ofMillis(1), Runnable::run));
    assertFails(Errno.EAGAIN, take(Duration.ofMillis(1), Runnable::run));
  }
}
