package io.sysv4j.offheap.internal.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.Retired;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several handles on one namespace, opened and closed in turn, and while another thread opens. */
class OpenEnginesTest {
  /** A thread for each task: the common pool may have but one, and the tasks wait for another. */
  private static final Executor THREADS = task -> new Thread(task).start();

  @TempDir Path dir;

  private Options options() {
    return Options.of(URI.create("offheap:" + dir + "?semmni=8&shmmni=8"));
  }

  private Handle open() {
    return Handle.open(options(), own -> own);
  }

  /** The one that waits opens it itself, though the other could tell nobody that it has failed. */
  @Test
  void shouldOpenWhatAnotherThreadFailsToOpen() throws Exception {
    CountDownLatch isOpening = new CountDownLatch(1);
    CountDownLatch mayFail = new CountDownLatch(1);
    CompletableFuture<Engine> failing =
        CompletableFuture.supplyAsync(
            () ->
                OpenEngines.open(
                    Directory.open(dir.toString()),
                    options(),
                    new Handle(),
                    opened -> {
                      isOpening.countDown();
                      awaitQuietly(mayFail);
                      throw new OutOfMemoryError("planted");
                    }),
            THREADS);
    isOpening.await();
    CompletableFuture<Handle> waiting = CompletableFuture.supplyAsync(this::open, THREADS);
    assertThrows(TimeoutException.class, () -> waiting.get(50, TimeUnit.MILLISECONDS));
    mayFail.countDown();
    try (Handle handle = waiting.get(20, TimeUnit.SECONDS)) {
      assertTrue(failing.isCompletedExceptionally());
      assertFalse(handle.engine().hasEnded());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The dispatcher's thread is in it, and may be for long. */
  @Test
  void shouldCloseThoughACallbackDoesNotReturn() throws Exception {
    CountDownLatch isInside = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    Handle handle = open();
    Engine engine = handle.engine();
    int semid = engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
    Sembuf[] take = {Sembuf.of(0, -1)};
    engine
        .sem()
        .semtimedopAsync(semid, take, null, Runnable::run)
        .thenRun(
            () -> {
              isInside.countDown();
              awaitQuietly(mayReturn);
            });
    engine.sem().semop(semid, 0, 1, 0);
    isInside.await();
    CompletableFuture<Void> waiting =
        engine.sem().semtimedopAsync(semid, take, null, Runnable::run);
    try {
      CompletableFuture.runAsync(handle::close, THREADS).get(20, TimeUnit.SECONDS);
      assertTrue(waiting.isCompletedExceptionally());
    } finally {
      mayReturn.countDown();
    }
  }

  @Test
  void shouldEndWithTheLastHandle() {
    Handle first = open();
    Handle second = open();
    Handle third = open();
    Engine engine = first.engine();
    assertSame(engine, third.engine());
    second.close();
    third.close();
    third.close();
    assertFalse(engine.hasEnded());
    Handle fourth = open();
    assertSame(engine, fourth.engine());
    first.close();
    assertFalse(engine.hasEnded());
    fourth.close();
    assertTrue(engine.hasEnded());
    try (Handle anew = open()) {
      assertFalse(anew.engine().hasEnded());
    }
  }

  /** Its namespace file alone stays mapped, as private memory: a late caller may look there. */
  @Test
  void shouldKeepNoSetMappedWhenAClosedHandleIsKept() throws InterruptedException {
    int before = Retired.count();
    Handle kept = open();
    for (int i = 0; i < 5; i++) {
      int semid = kept.engine().semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
      kept.engine().sem().semop(semid, 0, 1, Ipc.SEM_UNDO);
    }
    kept.close();
    for (int i = 0; i < 500 && Retired.count() > before + 1; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertTrue(Retired.count() <= before + 1, () -> before + " before, now " + Retired.count());
    assertTrue(kept.isClosed());
  }

  /** A door that can't be made: nothing stays open. */
  @Test
  void shouldEndIfItCanGiveNobodyAHandle() {
    Engine[] engine = new Engine[1];
    assertThrows(
        OutOfMemoryError.class,
        () ->
            Handle.open(
                options(),
                handle -> {
                  engine[0] = handle.engine();
                  throw new OutOfMemoryError("planted");
                }));
    assertTrue(engine[0].hasEnded());
  }
}
