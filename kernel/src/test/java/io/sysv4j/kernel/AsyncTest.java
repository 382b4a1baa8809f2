package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Operations that a future stands for. */
class AsyncTest extends KernelFixture {
  private static final Sembuf TAKE = Sembuf.of(0, -1);

  private static Errno errnoOf(CompletableFuture<Void> future) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> future.get(SOON.toSeconds(), TimeUnit.SECONDS));
    return assertInstanceOf(IpcException.class, e.getCause()).errno();
  }

  private static void get(CompletableFuture<Void> future) throws Exception {
    assertNull(future.get(SOON.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void shouldBeDoneAtOnceIfNothingSleeps() {
    int semid = newSet(1);
    CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
    assertTrue(future.isDone() && !future.isCompletedExceptionally());
    assertEquals(0, ns.getVal(semid, 0));
  }

  @Test
  void shouldFailTheFutureAndNotTheCall() {
    int semid = newSet(1);
    assertEquals(Errno.EFBIG, errnoOf(ns.semopAsync(semid, Sembuf.of(1, 1))));
    assertEquals(Errno.EINVAL, errnoOf(ns.semopAsync(-1, TAKE)));
    assertEquals(Errno.EFAULT, errnoOf(ns.semopAsync(semid, (Sembuf[]) null)));
  }

  @Test
  void shouldStandInTheQueueWhenTheCallReturns() throws Exception {
    int semid = newSet(0);
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      futures.add(ns.semopAsync(semid, TAKE));
      assertEquals(i, ns.getNcnt(semid, 0));
    }
    for (int i = 0; i < 50; i++) {
      ns.semop(semid, 0, 1, 0);
      get(futures.get(i));
      assertEquals(49 - i, futures.stream().filter(f -> !f.isDone()).count());
    }
  }

  @Test
  void shouldTimeOut() {
    int semid = newSet(0);
    CompletableFuture<Void> future =
        ns.semtimedopAsync(semid, new Sembuf[] {TAKE}, Duration.ofMillis(30));
    assertEquals(Errno.EAGAIN, errnoOf(future));
  }

  @Test
  void shouldTellThatTheSetIsRemoved() {
    int semid = newSet(0);
    CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
    ns.semRmid(semid);
    assertEquals(Errno.EIDRM, errnoOf(future));
  }

  @Test
  void shouldLeaveTheQueueBeforeCancelReturns() {
    int semid = newSet(0);
    for (int round = 0; round < 500; round++) {
      CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
      assertTrue(future.cancel(false));
      assertEquals(0, ns.getNcnt(semid, 0));
      assertTrue(future.isCancelled());
      assertTrue(future.cancel(false), "a second cancel says the same");
      assertThrows(CancellationException.class, future::join);
    }
  }

  /** Whoever wins, the answer of cancel, the future and the value agree. */
  @Test
  void shouldAnswerCancelByWhatTheKernelHasDone() throws Exception {
    int semid = newSet(0);
    for (int round = 0; round < 1000; round++) {
      CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
      Thread giver = new Thread(() -> ns.semop(semid, 0, 1, 0));
      giver.start();
      for (int spin = 0; spin < round % 100 * 20; spin++) {
        Thread.onSpinWait();
      }
      boolean cancelled = future.cancel(true);
      join(giver);
      if (!cancelled) {
        get(future);
      }
      assertEquals(cancelled, future.isCancelled());
      assertEquals(cancelled ? 1 : 0, ns.getVal(semid, 0));
      ns.setVal(semid, 0, 0);
    }
  }

  @Test
  void shouldWithdrawTheSleeperOfAFutureThatOthersComplete() {
    int semid = newSet(0);
    CompletableFuture<Void> future =
        ns.semopAsync(semid, TAKE).orTimeout(10, TimeUnit.MILLISECONDS);
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> future.get(SOON.toSeconds(), TimeUnit.SECONDS));
    assertInstanceOf(TimeoutException.class, e.getCause());
    await("withdrawn", () -> ns.getNcnt(semid, 0) == 0);
  }

  @Test
  void shouldLeaveTheSleeperAloneIfADependentIsCancelled() throws Exception {
    int semid = newSet(0);
    CompletableFuture<Void> future = ns.semopAsync(semid, TAKE);
    assertTrue(future.thenRun(() -> {}).cancel(false));
    assertEquals(1, ns.getNcnt(semid, 0));
    ns.semop(semid, 0, 1, 0);
    get(future);
  }

  @Test
  void shouldCompleteOnTheExecutor() throws Exception {
    int semid = newSet(0);
    ConcurrentLinkedQueue<Runnable> work = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> future =
        ns.semtimedopAsync(semid, new Sembuf[] {TAKE}, null, work::add);
    ns.semop(semid, 0, 1, 0);
    await("handed to the executor", () -> !work.isEmpty());
    assertFalse(future.isDone());
    assertFalse(future.cancel(true), "the operation is done already");
    work.remove().run();
    get(future);
  }

  @Test
  void shouldCompleteEvenIfTheExecutorRefuses() throws Exception {
    int semid = newSet(0);
    CompletableFuture<Void> future =
        ns.semtimedopAsync(
            semid,
            new Sembuf[] {TAKE},
            null,
            refused -> {
              throw new RejectedExecutionException("shut down");
            });
    ns.semop(semid, 0, 1, 0);
    get(future);
  }

  @Test
  void shouldNotMindThatTheArrayChangesLater() throws Exception {
    int semid = newSet(0);
    Sembuf[] sops = {TAKE};
    CompletableFuture<Void> future = ns.semtimedopAsync(semid, sops, null);
    sops[0] = null;
    ns.semop(semid, 0, 1, 0);
    get(future);
  }

  @Test
  void shouldFailFuturesAndLeaveNoThreadWhenTheLastHandleIsClosed() {
    int semid = newSet(0);
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      futures.add(ns.semopAsync(semid, TAKE));
    }
    ns.close();
    for (CompletableFuture<Void> future : futures) {
      ExecutionException e =
          assertThrows(
              ExecutionException.class, () -> future.get(SOON.toSeconds(), TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
    }
    await("helpers gone", () -> helperThreads() == 0);
  }

  private static long helperThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sysv4j-kernel-sleeper"))
        .count();
  }
}
