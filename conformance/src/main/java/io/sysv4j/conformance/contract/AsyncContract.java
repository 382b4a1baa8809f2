package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** {@code semopAsync}: the same operations, in the same queue, without a thread that waits. */
public abstract class AsyncContract extends Contract {
  /** A contract for one provider. */
  protected AsyncContract(Provider provider) {
    super(provider);
  }

  private static Sembuf[] array(Sembuf... sops) {
    return sops;
  }

  @Test
  void shouldCompleteWhatCanRun() {
    int semid = set(1);
    Futures.get(ns.semopAsync(semid, op(0, -1)));

    assertValues(semid, 0);
    assertEquals(ownPid(), ns.getPid(semid, 0));
  }

  @Test
  void shouldCompleteWhenAnotherProcessGives() {
    int semid = set(0);
    CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
    assertAsleep(1, semid);
    assertFalse(future.isDone());
    other().semop(semid, 0, 1, 0);

    assertValues(semid, 0);
    Futures.get(future);
  }

  @Test
  void shouldQueueWithThreads() {
    int semid = set(0);
    CompletableFuture<Void> first = ns.semopAsync(semid, op(0, -1));
    Sleeper second = asleep(semid, op(0, -1));
    CompletableFuture<Void> third = other().semopAsync(semid, op(0, -1));
    assertAsleep(3, semid);
    ns.semop(semid, 0, 1, 0);
    Futures.get(first);
    ns.semop(semid, 0, 1, 0);
    assertDone(second);
    ns.semop(semid, 0, 1, 0);

    Futures.get(third);
    assertValues(semid, 0);
  }

  @Test
  void shouldQueueManyOfOneThreadInOrder() {
    int semid = set(0);
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(ns.semopAsync(semid, op(0, -1)));
    }
    assertAsleep(50, semid);
    for (int i = 0; i < 50; i++) {
      ns.semop(semid, 0, 1, 0);
      Futures.get(futures.get(i));
      assertAsleep(49 - i, semid);
    }
  }

  @Test
  void shouldFailWithTheErrno() {
    int semid = set(0);

    assertErrno(Errno.EINVAL, () -> Futures.get(ns.semopAsync(unusedId(), op(0, 1))));
    assertErrno(Errno.EFBIG, () -> Futures.get(ns.semopAsync(semid, op(1, 1))));
    assertErrno(Errno.EAGAIN, () -> Futures.get(ns.semopAsync(semid, nowait(0, -1))));
    CompletableFuture<Void> removed = ns.semopAsync(semid, op(0, -1));
    ns.semRmid(semid);
    assertErrno(Errno.EIDRM, () -> Futures.get(removed));
  }

  @Test
  void shouldFailLate() {
    int semid = set(0, 0);
    CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1), nowait(1, -1));
    ns.semop(semid, 0, 1, 0);

    assertErrno(Errno.EAGAIN, () -> Futures.get(future));
    assertValues(semid, 1, 0);
  }

  @Test
  void shouldTimeOut() {
    int semid = set(0);
    long start = System.nanoTime();
    CompletableFuture<Void> soon =
        ns.semtimedopAsync(semid, array(op(0, -1)), Duration.ofMillis(50));
    CompletableFuture<Void> later =
        ns.semtimedopAsync(semid, array(op(0, -1)), Duration.ofHours(1));

    assertErrno(Errno.EAGAIN, () -> Futures.get(soon));
    assertTrue(System.nanoTime() - start >= 50_000_000);
    assertErrno(
        Errno.EAGAIN,
        () -> Futures.get(ns.semtimedopAsync(semid, array(op(0, -1)), Duration.ZERO)));
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);
    Futures.get(later);
  }

  @Test
  void shouldWithdrawACancelledOperation() {
    int semid = set(0);
    CompletableFuture<Void> first = ns.semopAsync(semid, op(0, -1));
    CompletableFuture<Void> second = ns.semopAsync(semid, op(0, -1));
    assertTrue(first.cancel(true));
    assertAsleep(1, semid);
    assertTrue(first.isCancelled());
    assertThrows(CancellationException.class, first::join);
    ns.semop(semid, 0, 1, 0);

    Futures.get(second);
    assertValues(semid, 0);
  }

  @Test
  void shouldNotCancelWhatWasDone() {
    int semid = set(1);
    CompletableFuture<Void> done = ns.semopAsync(semid, op(0, -1));
    Futures.get(done);

    assertFalse(done.cancel(true));
    assertFalse(done.isCancelled());
    assertValues(semid, 0);
  }

  @Test
  void shouldLoseNoUnitWhenGrantAndCancelRace() {
    int semid = set(0);
    for (int round = 0; round < 100; round++) {
      CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
      Sleeper giver = Sleeper.start(() -> ns.semop(semid, 0, 1, 0));
      boolean cancelled = future.cancel(true);
      assertDone(giver);
      assertEquals(cancelled ? 1 : 0, ns.getVal(semid, 0));
      assertEquals(cancelled, future.isCancelled());
      if (!cancelled) {
        Futures.get(future);
      }
      ns.setVal(semid, 0, 0);
    }
  }

  @Test
  void shouldCompleteInTheGivenExecutor() {
    int semid = set(0);
    ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
    try {
      CompletableFuture<String> thread =
          ns.semtimedopAsync(semid, array(op(0, -1)), null, executor)
              .thenApply(done -> Thread.currentThread().getName());
      ns.semop(semid, 0, 1, 0);
      assertEquals("mine", thread.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void shouldKeepSleepingWhenItsThreadEnds() {
    int semid = set(0);
    List<CompletableFuture<Void>> future = new ArrayList<>();
    assertDone(Sleeper.start(() -> future.add(ns.semopAsync(semid, op(0, -1)))));
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    Futures.get(future.get(0));
  }

  @Test
  void shouldIgnoreAnInterruptOfTheThreadThatStartedIt() {
    int semid = set(0);
    List<CompletableFuture<Void>> future = new ArrayList<>();
    Sleeper starter =
        Sleeper.start(
            () -> {
              Thread.currentThread().interrupt();
              future.add(ns.semopAsync(semid, op(0, -1)));
            });
    assertDone(starter);
    assertTrue(starter.wasLeftInterrupted());
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    Futures.get(future.get(0));
  }

  @Test
  void shouldForgetTheOperationsOfAProcessThatEnds() {
    int semid = set(0);
    var peer = peer();
    IpcNamespace there = peer.namespace();
    there.semopAsync(semid, op(0, -1));
    there.semopAsync(semid, undo(0, -1));
    assertAsleep(2, semid);
    peer.kill();

    assertAsleep(0, semid);
    ns.semop(semid, 0, 1, 0);
    assertValues(semid, 1);
  }
}
