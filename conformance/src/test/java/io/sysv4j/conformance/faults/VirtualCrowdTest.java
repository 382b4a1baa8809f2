package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Patience;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/**
 * Fifty thousand virtual threads on one carrier, in a small heap, sleep in one set at the same time
 * and time out there: each is told, and the set is as if they had never come.
 */
@EnabledForJreRange(minVersion = 21, disabledReason = "this JDK has no virtual threads")
class VirtualCrowdTest {
  private static final int MANY = 50_000;

  @Test
  void shouldTellEachThatItsTimeIsOver() {
    List<String> flags = new ArrayList<>(Carriers.ONE.flags());
    flags.add("-Xmx512m");
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 2, 0600);
      ns.setVal(set, 1, 1);
      try (Child child = Child.startWith(flags, VirtualCrowdMain.class, arena.uri(), set, MANY)) {
        child.expect("started");
        awaitAsleep(ns, set);
        ns.setVal(set, 1, 0);
        child.expect("awake");
        child.expect("{EAGAIN=" + MANY + "}");
        assertEquals(0, ns.getNcnt(set, 0));
        assertEquals(0, ns.getZcnt(set, 1));
        assertEquals(Errno.SUCCESS, ns.trySemop(set, 0, 1, Ipc.SEM_UNDO));
        ns.semop(set, 0, -1, 0);
        assertEquals(0, ns.getVal(set, 0));
      }
    }
  }

  private static void awaitAsleep(IpcNamespace ns, int set) {
    Patience patience = new Patience();
    while (ns.getZcnt(set, 1) < MANY) {
      patience.step(() -> "only " + ns.getZcnt(set, 1) + " fall asleep");
    }
  }
}
