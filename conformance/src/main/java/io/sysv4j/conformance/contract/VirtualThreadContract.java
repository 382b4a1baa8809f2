package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sleeping in virtual threads, where the JDK has them: it holds no carrier. */
public abstract class VirtualThreadContract extends Contract {
  private static final int MANY = 300; // more than the carriers that pinned threads may get

  private ExecutorService threads;

  /** A contract for one provider. */
  protected VirtualThreadContract(Provider provider) {
    super(provider);
  }

  @BeforeAll
  final void openExecutor() throws ReflectiveOperationException {
    Assumptions.assumeTrue(Threads.areVirtualHere(), "this JDK has no virtual threads");
    threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @AfterAll
  final void closeExecutor() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  private List<Future<?>> sleepers(int semid, Runnable call) {
    List<Future<?>> sleepers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sleepers.add(threads.submit(call));
    }
    Patience patience = new Patience();
    while (Sleeper.count(ns, semid) < MANY) {
      patience.step(() -> "only " + Sleeper.count(ns, semid) + " of " + MANY + " fell asleep");
    }
    return sleepers;
  }

  @Test
  void shouldLetOthersRunWhileManySleep() throws Exception {
    int semid = set(0);
    List<Future<?>> sleepers = sleepers(semid, () -> ns.semop(semid, op(0, -1)));
    threads.submit(() -> ns.semop(semid, 0, MANY, 0)).get(60, TimeUnit.SECONDS);
    for (Future<?> sleeper : sleepers) {
      sleeper.get(60, TimeUnit.SECONDS);
    }

    assertValues(semid, 0);
  }

  @Test
  void shouldBeInterrupted() throws Exception {
    int semid = set(0);
    CompletableFuture<Errno> result = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Runnable call =
        () -> {
          try {
            ns.semop(semid, op(0, -1));
            result.complete(Errno.SUCCESS);
          } catch (IpcException e) {
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
            result.complete(e.errno());
          }
        };
    int before = Sleeper.count(ns, semid);
    Future<?> future = threads.submit(call);
    Patience patience = new Patience();
    while (Sleeper.count(ns, semid) == before) {
      patience.step(() -> "it does not fall asleep");
    }
    future.cancel(true);

    assertEquals(Errno.EINTR, result.get(60, TimeUnit.SECONDS));
    assertEquals(true, stillInterrupted.get(60, TimeUnit.SECONDS));
    assertAsleep(0, semid);
  }
}
