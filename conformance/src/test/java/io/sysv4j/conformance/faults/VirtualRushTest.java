package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Sleeper;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many virtual threads that want the same units and give up soon: none of them stops the others,
 * nor the platform threads beside them, nor another JVM that uses the set and leaves the namespace
 * over and over.
 */
@EnabledForJreRange(minVersion = 21, disabledReason = "this JDK has no virtual threads")
class VirtualRushTest {
  private static final int ROUNDS = 4;
  private static final int UNITS = 2;

  private final AtomicBoolean isOver = new AtomicBoolean();

  /** Comes, looks, takes a unit if there is one, gives it back, and goes; over and over. */
  private void visit(Arena arena, int set) {
    while (!isOver.get()) {
      try (IpcNamespace ns = arena.open()) {
        int value = ns.getVal(set, 0);
        assertTrue(value >= 0 && value <= UNITS, () -> "value " + value);
        Errno answer = ns.trySemop(set, 0, -1, Ipc.SEM_UNDO);
        assertTrue(Set.of(Errno.SUCCESS, Errno.EAGAIN).contains(answer), () -> "" + answer);
        if (answer == Errno.SUCCESS) {
          assertEquals(Errno.SUCCESS, ns.trySemop(set, 0, 1, Ipc.SEM_UNDO));
        }
      }
    }
  }

  private static int make(Arena arena) {
    try (IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      ns.setVal(set, 0, UNITS);
      return set;
    }
  }

  @ParameterizedTest
  @EnumSource(Carriers.class)
  void shouldStopNobody(Carriers carriers) {
    try (Arena arena = new Arena()) {
      int set = make(arena);
      try (Child child =
          Child.startWith(carriers.flags(), VirtualRushMain.class, arena.uri(), set)) {
        child.expect("ready");
        Sleeper visitor = Sleeper.start(() -> visit(arena, set));
        for (int round = 0; round < ROUNDS; round++) {
          child.expect("done");
        }
        child.expect("over");
        assertEquals(0, child.awaitEnd());
        isOver.set(true);
        assertEquals(Errno.SUCCESS, visitor.result());
      } finally {
        isOver.set(true);
      }
      assertNothingIsLost(arena, set);
    }
  }

  private static void assertNothingIsLost(Arena arena, int set) {
    try (IpcNamespace ns = arena.open()) {
      assertEquals(UNITS, ns.getVal(set, 0));
      assertEquals(0, ns.getNcnt(set, 0));
    }
  }
}
