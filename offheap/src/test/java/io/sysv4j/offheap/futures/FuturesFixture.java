package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two participants: one whose futures wait, and whose memory has hooks; and one who gives. */
abstract class FuturesFixture {
  static final Sembuf[] TAKE = {Sembuf.of(0, -1)};

  @TempDir Path directory;

  final Hooks hooks = new Hooks();
  Engine waiter;
  Engine giver;
  int semid;

  @BeforeEach
  void open() {
    Options options = Options.of(URI.create("offheap:" + directory + "?semmni=16"));
    giver = Engine.openAlone(options, memory -> memory);
    semid = giver.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
    waiter = openWaiter(options);
  }

  Engine openWaiter(Options options) {
    return Engine.openAlone(options, hooks::wrap);
  }

  @AfterEach
  void close() {
    hooks.clear();
    waiter.closeAlone();
    giver.closeAlone();
  }

  CompletableFuture<Void> take() {
    return take(null, Runnable::run);
  }

  CompletableFuture<Void> take(Duration timeout, Executor executor) {
    return waiter.sem().semtimedopAsync(semid, TAKE, timeout, executor);
  }

  void give(int units) {
    giver.sem().semop(semid, 0, units, 0);
  }

  int asleep() {
    return giver.semctl().get(semid, 0, Ipc.GETNCNT);
  }

  int val() {
    return giver.semctl().get(semid, 0, Ipc.GETVAL);
  }

  static void assertDone(CompletableFuture<Void> future) throws Exception {
    future.get(60, TimeUnit.SECONDS);
  }

  static void assertFails(Errno errno, CompletableFuture<Void> future) {
    ExecutionException told =
        assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));
    assertEquals(errno, assertInstanceOf(IpcException.class, told.getCause()).errno());
  }
}
