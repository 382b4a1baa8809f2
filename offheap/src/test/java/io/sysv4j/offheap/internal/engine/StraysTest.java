package io.sysv4j.offheap.internal.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.futures.Hooks;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.sem.SemSet;
import io.sysv4j.offheap.internal.sem.Sops;
import io.sysv4j.offheap.internal.sync.ThreadSleep;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a thread has left in a gate or a queue without a handler is settled by another, or by itself
 * when it comes again; and nobody is taken for such a thread. There is no janitor here: the test
 * looks. {@link DroppedFramesTest} has a JVM that really drops frames.
 */
class StraysTest {
  private static final int FEW_LOOKS = 4;
  private static final int MANY_LOOKS = 500;

  private static final long MARKED = 1L << 48;
  private static final long PASSAGES = NamespaceLayout.GATE + Long.BYTES;

  @TempDir Path dir;

  private final Hooks hooks = new Hooks();
  private final AtomicInteger marks = new AtomicInteger();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Thread looker = Thread.currentThread();
  private Between between = n -> null;
  private int looks;
  private volatile CountDownLatch hasCounted;
  private volatile CountDownLatch mayLeave;
  private Engine engine;
  private int semid;
  private SemSet set;

  /** What the other thread does before the n-th look at what it has in hand. */
  private interface Between {
    Object before(int n) throws Exception;
  }

  /** Counts marks; knows each look; stops the other thread when it has counted its passage. */
  private final class Watch implements Hooks.Hook {
    @Override
    public void before(boolean isSet, String what, long offset, long value) {
      if (offset == (isSet ? SetLayout.GATE : NamespaceLayout.GATE) && value == MARKED) {
        marks.incrementAndGet();
      }
      if (!isSet && offset == PASSAGES && Thread.currentThread() == looker) {
        try {
          between.before(++looks);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void after(boolean isSet, long offset) {
      if (hasCounted != null && Thread.currentThread() != looker) {
        hasCounted.countDown();
        await(mayLeave);
      }
    }
  }

  @BeforeEach
  void open() {
    Options options = Options.of(URI.create("offheap:" + dir + "?gate-patience=20000"));
    hooks.set(new Watch());
    engine = Engine.openAlone(options, hooks::wrap);
    semid = engine.semctl().semget(Ipc.IPC_PRIVATE, 2, 0600);
    set = EngineDoor.touched(engine, semid);
  }

  @AfterEach
  void close() {
    hooks.clear();
    thread.shutdownNow();
    engine.closeAlone();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      engine.visits.lookForStrays();
    }
  }

  private int waiting() {
    return engine.semctl().get(semid, 0, Ipc.GETNCNT);
  }

  private <T> T inThread(Callable<T> body) throws Exception {
    return thread.submit(body).get(20, TimeUnit.SECONDS);
  }

  /** Enters the gate of the tables; no frame of the engine stays that would leave it. */
  private Object enter() {
    return engine.registry.gate().enter(engine.visits.mine());
  }

  private Object leave() {
    engine.registry.gate().leave(engine.visits.mine());
    return null;
  }

  private void loseASleeper() throws Exception {
    Sops never = new Sops();
    never.take(new Sembuf[] {Sembuf.of(0, -9)});
    assertEquals(
        SemSet.ASLEEP,
        inThread(() -> set.semop(engine.visits.mine(), never, new ThreadSleep(false))));
  }

  @Test
  void shouldMarkAGateThatItsThreadHasLost() throws Exception {
    inThread(this::enter);
    look(FEW_LOOKS);
    assertEquals(1, marks.get());
    engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
  }

  /** Closing waits for who is inside. */
  @Test
  void shouldCloseThoughAThreadHasLostAGate() throws Exception {
    inThread(this::enter);
    CompletableFuture.runAsync(engine::closeAlone, task -> new Thread(task).start())
        .get(20, TimeUnit.SECONDS);
    assertTrue(engine.hasEnded());
  }

  @Test
  void shouldWithdrawASleeperThatItsThreadHasLost() throws Exception {
    loseASleeper();
    assertEquals(1, waiting());
    look(FEW_LOOKS);
    assertEquals(0, waiting());
  }

  @Test
  void shouldWithdrawASleeperThatItHasLostBeforeItSleepsAgain() throws Exception {
    loseASleeper();
    Sembuf[] never = {Sembuf.of(0, -9)};
    assertThrows(
        ExecutionException.class,
        () ->
            inThread(
                () -> {
                  engine.sem().semtimedop(semid, never, Duration.ofMillis(1));
                  return null;
                }));
    assertEquals(0, waiting());
  }

  /** Its stack shows that it is at work, but not in which namespace. */
  @Test
  void shouldOpenAGateThatItHasLostWhenItSleepsInAnotherNamespace(@TempDir Path elsewhere)
      throws Exception {
    Handle one = Handle.open(Options.of(URI.create("offheap:" + dir)), own -> own);
    Handle two = Handle.open(Options.of(URI.create("offheap:" + elsewhere)), own -> own);
    try (one;
        two) {
      int set = two.engine().semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
      CountDownLatch isInside = new CountDownLatch(1);
      Future<?> asleep =
          thread.submit(
              () -> {
                one.engine().registry.gate().enter(one.engine().visits.mine());
                isInside.countDown();
                two.engine().sem().semop(set, 0, -1, 0);
              });
      await(isInside);
      assertDoesNotThrow(() -> engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600));
      two.engine().sem().semop(set, 0, 1, 0);
      asleep.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldLetAThreadBeThatIsLongInside() throws Exception {
    CountDownLatch isInside = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    Future<Integer> inside =
        thread.submit(
            () ->
                engine.registry.inside(
                    () -> {
                      isInside.countDown();
                      return await(mayLeave);
                    }));
    await(isInside);
    look(MANY_LOOKS);
    mayLeave.countDown();
    assertEquals(1, inside.get(20, TimeUnit.SECONDS));
    assertEquals(0, marks.get());
  }

  private static int await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS) ? 1 : 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void shouldLetAThreadBeThatSleepsLong() throws Exception {
    Future<?> asleep = thread.submit(() -> engine.sem().semop(semid, 0, -1, 0));
    while (waiting() == 0) {
      Thread.onSpinWait();
    }
    look(MANY_LOOKS);
    assertEquals(1, waiting());
    engine.sem().semop(semid, 0, 1, 0);
    asleep.get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldLetAThreadBeThatIsLongInsideASet() throws Exception {
    CountDownLatch isInside = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Future<Boolean> inside =
        thread.submit(
            () ->
                set.sleepers()
                    .underGate(
                        () -> {
                          isInside.countDown();
                          await(mayGoOn);
                        }));
    await(isInside);
    look(MANY_LOOKS);
    mayGoOn.countDown();
    assertTrue(inside.get(20, TimeUnit.SECONDS));
    assertEquals(0, marks.get());
  }

  /**
   * It is inside whenever it is looked at. The first look of a round is the last one's second; then
   * comes its stack, which shows nothing; and then, before the next look, it leaves and comes
   * again.
   */
  @Test
  void shouldLetAThreadBeThatComesAgain() throws Exception {
    inThread(this::enter);
    looks = 0;
    between = n -> n >= 3 && n % 2 == 1 ? comeAgain() : null;
    look(MANY_LOOKS);
    assertEquals(0, marks.get());
  }

  /** As above, and at first it has counted its passage, and has not noted yet that it leaves. */
  @Test
  void shouldLetAThreadBeThatComesAgainAsItLeaves() throws Exception {
    inThread(this::enter);
    hasCounted = new CountDownLatch(1);
    mayLeave = new CountDownLatch(1);
    Future<?> leaving = thread.submit(this::leave);
    await(hasCounted);
    looks = 0;
    between = n -> n == 3 ? goOn(leaving) : n > 3 && n % 2 == 1 ? comeAgain() : null;
    look(MANY_LOOKS);
    assertEquals(0, marks.get());
  }

  private Object goOn(Future<?> leaving) throws Exception {
    mayLeave.countDown();
    leaving.get(20, TimeUnit.SECONDS);
    return inThread(this::enter);
  }

  private Object comeAgain() throws Exception {
    inThread(this::leave);
    return inThread(this::enter);
  }

  /** One can't tell by such a stack. */
  @Test
  void shouldLetAThreadBeThatTellsAnotherStack() throws Exception {
    Thread other =
        new Thread(this::enter) {
          @Override
          public void run() {
            super.run();
            LockSupport.park();
          }

          @Override
          public StackTraceElement[] getStackTrace() {
            return looker.getStackTrace();
          }
        };
    other.start();
    while (engine.registry.gate().ownerPid() == 0) {
      Thread.onSpinWait();
    }
    look(FEW_LOOKS);
    assertEquals(0, marks.get());
    LockSupport.unpark(other);
    other.join();
  }
}
