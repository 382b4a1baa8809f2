package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An Error strikes at each load and store of a cancel: afterwards the future waits as before, or it
 * is done; it never hangs without a sleeper, and no unit is lost.
 */
class ErrorInCancelTest {
  private final Stumbling stumbling = new Stumbling();
  private Arena arena;
  private Engine engine;
  private int set;

  @BeforeEach
  void makeSet() {
    arena = new Arena();
    engine = Engine.openAttended(Options.of(URI.create(arena.uri())), stumbling::watch);
    set = engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
  }

  @AfterEach
  void cleanUp() {
    engine.closeAlone();
    arena.close();
  }

  @ParameterizedTest(name = "lasting: {0}")
  @ValueSource(booleans = {false, true})
  void shouldEndOrWaitOn(boolean lasting) throws Exception {
    int point = 0;
    while (cancelFails(point, lasting)) {
      point++;
    }
    assertTrue(point > 3, "so few loads and stores a cancel can't have");
  }

  private boolean cancelFails(int point, boolean lasting) throws Exception {
    CompletableFuture<Void> future =
        engine
            .sem()
            .semtimedopAsync(
                set, new Sembuf[] {Sembuf.of(0, -1)}, Duration.ofMinutes(10), Runnable::run);
    boolean threw = false;
    stumbling.begin(point, lasting);
    try {
      future.cancel(true);
    } catch (Stumbling.Stumble e) {
      threw = true;
    } finally {
      stumbling.end();
    }
    String where = "at point " + point;
    engine.sem().semop(set, 0, 1, 0);
    CompletableFuture<Boolean> done = future.handle((nothing, e) -> e == null);
    boolean taken = done.get(20, TimeUnit.SECONDS);
    assertEquals(taken ? 0 : 1, engine.semctl().get(set, 0, Ipc.GETVAL), where);
    assertEquals(0, engine.semctl().get(set, 0, Ipc.GETNCNT), where);
    assertEquals(taken ? Errno.EAGAIN : Errno.SUCCESS, engine.sem().trySemop(set, 0, -1, 0), where);
    return threw;
  }
}
