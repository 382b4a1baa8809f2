package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads asleep in semop. The tests are compiled for 17, where there are none. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest extends KernelFixture {
  private ExecutorService virtual;

  @BeforeEach
  void startVirtualThreads() throws ReflectiveOperationException {
    virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @AfterEach
  void stopVirtualThreads() {
    virtual.shutdownNow();
  }

  /** With carriers pinned, the last virtual thread could not run, and all would wait for ever. */
  @Test
  void shouldLeaveTheCarriersToOthers() throws Exception {
    int semid = newSet(0);
    int many = 20 * Runtime.getRuntime().availableProcessors();
    List<Future<?>> sleepers = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      sleepers.add(virtual.submit(() -> ns.semop(semid, 0, -1, 0)));
    }
    await("all asleep", () -> ns.getNcnt(semid, 0) == many);
    virtual
        .submit(() -> ns.semop(semid, Sembuf.of(0, many)))
        .get(SOON.toSeconds(), TimeUnit.SECONDS);
    for (Future<?> sleeper : sleepers) {
      sleeper.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(0, ns.getVal(semid, 0));
  }

  @Test
  void shouldAnswerEintrAndKeepTheInterruptStatus() throws Exception {
    int semid = newSet(0);
    Thread[] sleeper = new Thread[1];
    Future<Boolean> interrupted =
        virtual.submit(
            () -> {
              sleeper[0] = Thread.currentThread();
              assertErrno(Errno.EINTR, () -> ns.semop(semid, 0, -1, 0));
              return Thread.currentThread().isInterrupted();
            });
    await("asleep", () -> ns.getNcnt(semid, 0) == 1);
    sleeper[0].interrupt();
    assertTrue(interrupted.get(SOON.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, ns.getNcnt(semid, 0));
  }
}
