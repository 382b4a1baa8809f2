package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
      assertEquals("mine", thread.orTimeout(30, TimeUnit.SECONDS).join());
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

  /** Each completes a future from outside; the sleeper that stood behind it must not take more. */
  private static Map<String, Consumer<CompletableFuture<Void>>> completers() {
    Map<String, Consumer<CompletableFuture<Void>>> all = new LinkedHashMap<>();
    all.put("cancel", future -> future.cancel(true));
    all.put("complete", future -> future.complete(null));
    all.put("completeExceptionally", future -> future.completeExceptionally(new Planned()));
    all.put("completeAsync", future -> future.completeAsync(() -> null));
    all.put("completeAsync on an executor", f -> f.completeAsync(() -> null, Runnable::run));
    all.put("completeAsync that throws", future -> future.completeAsync(AsyncContract::planned));
    all.put("completeOnTimeout", f -> f.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS));
    all.put("orTimeout", future -> future.orTimeout(1, TimeUnit.MILLISECONDS));
    all.put("obtrudeValue", future -> future.obtrudeValue(null));
    all.put("obtrudeException", future -> future.obtrudeException(new Planned()));
    return all;
  }

  private static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Void planned() {
    throw new Planned();
  }

  @Test
  void shouldWithdrawHoweverItIsCompletedFromOutside() {
    completers()
        .forEach(
            (name, completer) -> {
              int semid = set(0);
              CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
              completer.accept(future);
              awaitDone(future);
              assertAsleep(0, semid);
              ns.semop(semid, 0, 1, 0);
              assertEquals(1, ns.getVal(semid, 0), name);
            });
  }

  @Test
  void shouldNotBeCompletedFromOutsideOnceItIsDone() {
    completers()
        .forEach(
            (name, completer) -> {
              int semid = set(1);
              CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
              Futures.get(future);
              completer.accept(future);
              assertEquals(
                  name.equals("obtrudeException"), future.isCompletedExceptionally(), name);
              assertEquals(0, ns.getVal(semid, 0), name);
            });
  }

  /** Either the unit was taken, and the future says so if it may; or it is still there. */
  @Test
  void shouldLoseNoUnitWhenGrantAndCompletionRace() {
    completers()
        .forEach(
            (name, completer) -> {
              int semid = set(0);
              for (int round = 0; round < 20; round++) {
                CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
                Sleeper giver = Sleeper.start(() -> ns.semop(semid, 0, 1, 0));
                completer.accept(future);
                assertDone(giver);
                awaitDone(future);
                assertAsleep(0, semid);
                if (future.isCompletedExceptionally() && !name.startsWith("obtrude")) {
                  assertEquals(1, ns.getVal(semid, 0), name);
                }
                ns.setVal(semid, 0, 0);
              }
              CompletableFuture<Void> next = ns.semopAsync(semid, op(0, -1));
              ns.semop(semid, 0, 1, 0);
              Futures.get(next);
              assertEquals(0, ns.getVal(semid, 0), name);
            });
  }

  @Test
  void shouldTellWhatItWasCompletedWith() {
    int semid = set(0);
    CompletableFuture<Void> failed = ns.semopAsync(semid, op(0, -1));
    assertTrue(failed.completeExceptionally(new Planned()));
    assertInstanceOf(
        Planned.class, assertThrows(CompletionException.class, failed::join).getCause());
    CompletableFuture<Void> late = ns.semopAsync(semid, op(0, -1));
    late.orTimeout(1, TimeUnit.MILLISECONDS);
    assertInstanceOf(
        TimeoutException.class, assertThrows(CompletionException.class, late::join).getCause());
    CompletableFuture<Void> thrown = ns.semopAsync(semid, op(0, -1));
    thrown.completeAsync(AsyncContract::planned, Runnable::run);
    assertInstanceOf(
        Planned.class, assertThrows(CompletionException.class, thrown::join).getCause());
  }

  /** A copy knows nothing of the sleeper, which stays and takes what it is given. */
  @Test
  void shouldSleepOnWhenACopyIsCancelled() {
    int semid = set(0);
    CompletableFuture<Void> future = ns.semopAsync(semid, op(0, -1));
    assertTrue(future.copy().cancel(true));
    assertTrue(future.thenRun(() -> {}).cancel(true));
    future.minimalCompletionStage();
    assertFalse(future.newIncompleteFuture().isDone());
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);

    Futures.get(future);
    assertValues(semid, 0);
  }

  private static void awaitDone(CompletableFuture<Void> future) {
    try {
      future.handle((done, failure) -> done).get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("it does not complete", e);
    }
  }
}
