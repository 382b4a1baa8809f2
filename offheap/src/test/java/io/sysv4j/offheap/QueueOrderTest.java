package io.sysv4j.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who came first is served first, also when someone's death is noticed in between. */
class QueueOrderTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  /**
   * The last sleeper with several operations is completed by the undo that a newcomer finds before
   * it falls asleep itself.
   */
  @Test
  void shouldServeTheOldestWhenTheLastArrayWentBeforeTheNewcomerSlept() throws Exception {
    Options options =
        new Options(directory.toString(), false, 0, Options.DEFAULT_PATIENCE, Map.of());
    Engine dying = Engine.openAlone(options, UnaryOperator.identity());
    Engine living = Engine.openAlone(options, UnaryOperator.identity());
    try {
      int semid = living.semctl().semget(Ipc.IPC_PRIVATE, 2, 0600);
      living.sem().semop(semid, 0, 1, 0);
      dying.sem().semop(semid, 0, -1, Ipc.SEM_UNDO);
      CompletableFuture<Void> array = sleep(living, semid, Sembuf.of(0, -1), Sembuf.of(1, 0));
      CompletableFuture<Void> first = sleep(living, semid, Sembuf.of(0, -1));
      dying.abandon();
      CompletableFuture<Void> second = sleep(living, semid, Sembuf.of(0, -1));
      array.get(30, TimeUnit.SECONDS);
      assertEquals(Errno.SUCCESS, living.sem().trySemop(semid, 0, 1, 0));
      CompletableFuture.anyOf(first, second).get(30, TimeUnit.SECONDS);
      assertFalse(second.isDone(), "the one who came later was served");
      living.semctl().remove(semid);
    } finally {
      living.closeAlone();
    }
  }

  private static CompletableFuture<Void> sleep(Engine engine, int semid, Sembuf... sops) {
    return engine.sem().semtimedopAsync(semid, sops, LONG, Runnable::run);
  }
}
