package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.conformance.harness.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/**
 * Virtual threads that share one carrier wait at a gate inside which a JVM is stopped. They keep
 * the carrier from nobody, interrupted or not; time-outs and bounds count there as for any thread;
 * and the interrupt is still to be seen when the call has ended.
 */
@EnabledForJreRange(minVersion = 21, disabledReason = "this JDK has no virtual threads")
class VirtualPauseTest {
  @Test
  void shouldKeepInterruptsAndFreeTheCarrier() {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 2, 0600);
      int other = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      try (Child virtual =
              Child.startWith(
                  Carriers.ONE.flags(), VirtualPauseMain.class, arena.uri(), set, other);
          Child pausing = pausing(arena, set, virtual)) {
        virtual.say("go");
        virtual.expect("sleeper: EINTR, interrupted");
        virtual.expect("other set: SUCCESS");
        virtual.expect("timed: EAGAIN, interrupted");
        virtual.expect("trying: EBUSY, interrupted");
        virtual.expect("shut out");
        Signals.send("CONT", pausing.pid());
        pausing.expect("went on");
        virtual.expect("interrupted: SUCCESS, interrupted");
        virtual.expect("spared: SUCCESS");
        assertEquals(0, virtual.awaitEnd());
        assertLeftBehind(ns, set);
      }
    }
  }

  /** A JVM that has stopped itself inside the gate of the set, in which a virtual thread sleeps. */
  private static Child pausing(Arena arena, int set, Child virtual) {
    virtual.expect("asleep");
    Child child = Child.start(PauseMain.class, arena.uri(), "set", set);
    child.expect("ready");
    Signals.awaitStopped(child.pid());
    return child;
  }

  /** The unit of the JVM that was stopped; what the other gave has been undone with its end. */
  private static void assertLeftBehind(IpcNamespace ns, int set) {
    Patience patience = new Patience();
    while (ns.getVal(set, 0) != 1) {
      patience.step(() -> "the value is " + ns.getVal(set, 0));
    }
    assertEquals(0, ns.getNcnt(set, 1));
  }
}
