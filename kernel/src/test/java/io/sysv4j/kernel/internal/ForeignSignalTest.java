package io.sysv4j.kernel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.kernel.KernelFixture;
import java.io.File;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Signals that nobody here has sent, a profiler's for instance, and sleepers that get them. */
class ForeignSignalTest extends KernelFixture {
  private static final Sembuf TAKE = Sembuf.of(0, -1);

  private static int[] threadsInSemop() {
    return Stream.of(new File("/proc/self/task").list())
        .mapToInt(Integer::parseInt)
        .filter(thread -> Threads.isInCall(thread, Linux.ABI.semtimedop))
        .toArray();
  }

  /** To those that have not ended meanwhile. */
  private static void signal(int[] threads) {
    for (int thread : threads) {
      try {
        WakeSignal.send(thread);
      } catch (IllegalStateException e) {
        assertFalse(new File("/proc/self/task/" + thread).exists(), e::getMessage);
      }
    }
  }

  /** That it lost its place shows that the signal got through. */
  @Test
  void shouldJoinTheQueueAgainAtItsEnd() throws Exception {
    int semid = newSet(0);
    CompletableFuture<Void> first = ns.semopAsync(semid, TAKE);
    int[] firstThread = threadsInSemop();
    assertEquals(1, firstThread.length);
    CompletableFuture<Void> second = ns.semopAsync(semid, TAKE);
    signal(firstThread);
    awaitRejoined(semid, firstThread[0]);
    ns.semop(semid, 0, 1, 0);
    second.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertFalse(first.isDone());
    ns.semop(semid, 0, 1, 0);
    first.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private void awaitRejoined(int semid, int thread) {
    await(
        "asleep again",
        () -> Threads.isInCall(thread, Linux.ABI.semtimedop) && ns.getNcnt(semid, 0) == 2);
  }

  @Test
  void shouldNotSleepLongerThanItsTimeOut() {
    int semid = newSet(0);
    CompletableFuture<Void> future =
        ns.semtimedopAsync(semid, new Sembuf[] {TAKE}, Duration.ofMillis(200));
    await(
        "timed out",
        () -> {
          signal(threadsInSemop());
          return future.isDone();
        });
    Throwable failure = future.handle((done, e) -> e).join();
    assertEquals(Errno.EAGAIN, ((IpcException) failure).errno());
  }
}
