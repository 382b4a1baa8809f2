package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** Actors whose dispatchers give them virtual threads; some of them block there. */
@EnabledForJreRange(minVersion = 21, disabledReason = "this JDK has no virtual threads")
class VirtualDispatcherTest {
  private static final String VIRTUAL =
      "pekko.actor.default-dispatcher.executor = virtual-thread-executor\n"
          + "sysv4j.actors.blocking-dispatcher.executor = virtual-thread-executor\n";
  private static final int MANY = 300; // more than the carriers that pinned threads may get

  private static Actors actors;

  private final Fixture fixture = Fixture.of("offheap");

  @BeforeAll
  static void start() {
    actors = new Actors(VIRTUAL);
  }

  @AfterAll
  static void stop() {
    actors.close();
  }

  @AfterEach
  void close() {
    try {
      actors.stopAll();
    } finally {
      fixture.close();
    }
  }

  private SetClient set(SemaphoreSetSpec spec) {
    return new SetClient(actors, actors.spawn(SemaphoreSetActor.create(fixture.namespace(), spec)));
  }

  /** Runs what it is told on its dispatcher. */
  private static Behavior<Runnable> worker() {
    return Behaviors.receiveMessage(
        work -> {
          work.run();
          return Behaviors.same();
        });
  }

  @Test
  void shouldRunActorsOnVirtualThreads() throws ReflectiveOperationException {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    actors.spawn(worker()).tell(() -> thread.complete(Thread.currentThread()));
    Object isVirtual = Thread.class.getMethod("isVirtual").invoke(Actors.get(thread));
    assertEquals(true, isVirtual);
  }

  @Test
  void shouldServeOthersWhileManySleepAndTimeOut() {
    SemaphoreSetSpec spec = fixture.set(0);
    SetClient set = set(spec);
    List<CompletableFuture<Granted>> granted = new ArrayList<>();
    List<CompletableFuture<Granted>> late = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      granted.add(set.semop(0, -1));
      late.add(set.semtimedop(0, -2, Duration.ofMillis(1 + i % 20)));
    }
    late.forEach(answer -> assertEquals(Errno.EAGAIN, Actors.errno(answer)));
    assertEquals(MANY, set.ncnt());
    Actors.get(set.semop(0, MANY));
    granted.forEach(Actors::get);
    assertEquals(0, set.value());
    Actors.get(set.rmid());
  }

  @Test
  void shouldLetActorsBlock() {
    SemaphoreSetSpec spec = fixture.set(0);
    SetClient set = set(spec);
    assertEquals(0, set.value());
    IpcNamespace namespace = fixture.namespace();
    int semid = fixture.semid(spec.key());
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      ActorRef<Runnable> worker = actors.spawn(worker());
      worker.tell(
          () -> {
            namespace.semop(semid, Sembuf.of(0, -1));
            done.incrementAndGet();
          });
    }
    Actors.eventually("all block", () -> set.ncnt() == MANY);
    assertEquals(0, done.get());
    Actors.get(set.semop(0, MANY));
    Actors.eventually("all have gone on", () -> done.get() == MANY);
    assertEquals(0, set.value());
  }
}
