package io.sysv4j.offheap.futures;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.sem.SemSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A set is removed while another participant stays inside its gate: its futures learn it. */
@Timeout(120)
class RemovedSetTest extends FuturesFixture {
  @Test
  void shouldTellFuturesWithoutPassingTheGate() throws Exception {
    CompletableFuture<Void> future = take();
    awaitDispatcher();
    SemSet set = EngineDoor.touched(giver, semid);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread paused = new Thread(() -> set.sleepers().underGate(() -> pause(inside, over)));
    paused.start();
    try {
      inside.await();
      set.file().memory().putInt(SetLayout.STATE, SetLayout.REMOVED);
      EngineDoor.namespace(giver)
          .putInt(waiter.participant().offset() + ParticipantLayout.RESCAN, 1);
      awaitDispatcher();

      assertFails(Errno.EIDRM, future);
      assertFalse(paused.getState() == Thread.State.TERMINATED);
    } finally {
      over.countDown();
      paused.join();
    }
  }

  private static void pause(CountDownLatch inside, CountDownLatch over) {
    inside.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A time-out on another set wakes the dispatcher, which then does what it has to do. */
  private void awaitDispatcher() {
    int other = giver.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
    assertFails(
        Errno.EAGAIN,
        waiter.sem().semtimedopAsync(other, TAKE, Duration.ofMillis(1), Runnable::run));
  }
}
