package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An Error strikes in a close, and the JVM lives on: its part in the namespace ends all the same,
 * within moments, as if it had been killed.
 */
class ErrorInCloseTest {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);
  private static final int TOGETHER = 24;

  private Arena arena;

  @BeforeEach
  void makeDirectory() {
    arena = new Arena();
  }

  @AfterEach
  void cleanUp() {
    arena.close();
  }

  // ---- at each load and store ------------------------------------------------------------

  /** A participant that holds units of what all share, and closes. */
  private static final class Leaver {
    private final Stumbling stumbling = new Stumbling();
    private final Engine engine;
    private final CompletableFuture<Void> future;

    Leaver(String uri, int set, int segment) {
      engine = Engine.openAttended(Options.of(URI.create(uri)), stumbling::watch);
      engine.sem().semop(set, 0, -1, Ipc.SEM_UNDO);
      engine.shm().shmat(segment, 0, 0);
      future =
          engine
              .sem()
              .semtimedopAsync(
                  set, new Sembuf[] {Sembuf.of(1, -1)}, Duration.ofDays(1), Runnable::run);
    }

    /** Closes; answers whether an Error struck at a load or store. */
    boolean close(int point, boolean lasting) {
      stumbling.begin(point, lasting);
      try {
        engine.closeAlone();
        return false;
      } catch (Stumbling.Stumble e) {
        return true;
      } finally {
        stumbling.end();
      }
    }
  }

  @ParameterizedTest(name = "lasting: {0}")
  @ValueSource(booleans = {false, true})
  void shouldLeaveAfterAnErrorAtEachLoadAndStore(boolean lasting) {
    try (IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 2, 0600);
      int segment = ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600);
      ns.setVal(set, 0, TOGETHER);
      boolean threw = true;
      int point = 0;
      for (; threw; point += TOGETHER) {
        threw = closeTogether(ns, set, segment, point, lasting);
      }
      assertTrue(point > 3 * TOGETHER, "so few loads and stores a close can't have");
    }
  }

  private boolean closeTogether(IpcNamespace ns, int set, int segment, int point, boolean lasting) {
    List<Leaver> leavers = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      leavers.add(new Leaver(arena.uri(), set, segment));
    }
    assertEquals(0, ns.getVal(set, 0));
    boolean threw = false;
    for (int i = 0; i < TOGETHER; i++) {
      threw |= leavers.get(i).close(point + i, lasting);
    }
    String where = "from point " + point;
    assertTimeoutPreemptively(GIVE_UP, () -> awaitGone(ns, set, segment), where);
    assertEquals(TOGETHER, ns.getVal(set, 0), where);
    for (Leaver leaver : leavers) {
      assertTimeoutPreemptively(GIVE_UP, () -> leaver.future.exceptionally(e -> null).join());
      assertTrue(leaver.future.isCompletedExceptionally(), where);
      leaver.engine.closeAlone(); // does nothing more, and throws nothing
    }
    return threw;
  }

  private static void awaitGone(IpcNamespace ns, int set, int segment) throws InterruptedException {
    awaitUnits(ns, set, TOGETHER);
    while (ns.getNcnt(set, 1) > 0 || ns.shmStat(segment).shmNattch() > 0) {
      Thread.sleep(1);
    }
  }

  private static void awaitUnits(IpcNamespace ns, int set, int units) throws InterruptedException {
    while (ns.getVal(set, 0) != units) {
      Thread.sleep(1);
    }
  }

  // ---- in a full stack, and in a full heap -------------------------------------------------

  @ParameterizedTest
  @CsvSource({"-Xmixed, stack, 40", "-Xint, stack, 40", "-Xmx24m, heap, 6"})
  void shouldLeaveWhenAllIsFull(String flag, String what, int namespaces) {
    try (Child child =
        Child.startWith(List.of(flag), CloseMain.class, arena.dir(), namespaces, what)) {
      String said = child.line();
      System.out.println(flag + ", " + what + ": " + said);
      assertTrue(said.endsWith(" of " + namespaces + " closes threw"), said);
      assertFalse(said.startsWith("0 "), said);
      for (int i = 0; i < namespaces; i++) {
        String uri = "offheap:" + arena.dir() + "/n" + i;
        assertTimeoutPreemptively(GIVE_UP, () -> use(uri), () -> uri + ": " + said);
      }
      child.say("");
      assertEquals("0 futures wait, helpers that are left: {}", child.lineOrEnd(60), said);
    }
  }

  private static void use(String uri) throws InterruptedException {
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      int set = ns.semget(CloseMain.KEY, 2, 0);
      awaitUnits(ns, set, CloseMain.UNITS);
      assertEquals(0, ns.getNcnt(set, 1));
      assertEquals(Errno.SUCCESS, ns.trySemop(set, 0, -CloseMain.UNITS, Ipc.SEM_UNDO));
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    }
  }
}
