package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Signals;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A JVM that is stopped inside a gate keeps out those who need it, for as long as it is stopped:
 * nobody takes the gate from it, whatever time-outs they have. All else goes on.
 */
class PauseTest {
  private Arena arena;
  private IpcNamespace ns;
  private int set;
  private int other;

  @BeforeEach
  void makeSets() {
    arena = new Arena();
    ns = arena.open();
    set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    other = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
  }

  @AfterEach
  void cleanUp() {
    ns.close();
    arena.close();
  }

  /** A JVM that has stopped itself inside a gate. */
  private Child stopped(String gate) {
    Child child = Child.start(PauseMain.class, arena.uri(), gate, set);
    child.expect("ready");
    Signals.awaitStopped(child.pid());
    return child;
  }

  private List<Sleeper> callsOnTheSet() {
    return List.of(
        Sleeper.start(() -> ns.semop(set, 0, 1, Ipc.SEM_UNDO)),
        Sleeper.start(() -> ns.trySemop(set, 0, 1, Ipc.SEM_UNDO)),
        Sleeper.start(
            () ->
                ns.semtimedop(
                    set, new Sembuf[] {new Sembuf(0, 1, Ipc.SEM_UNDO)}, Duration.ofMillis(1))),
        Sleeper.start(() -> ns.setVal(set, 0, ns.getVal(set, 0))));
  }

  /** Longer than the janitors of all JVMs, and those who wait, need to have doubts. */
  private static void assertWaiting(List<Sleeper> calls) throws InterruptedException {
    Thread.sleep(1_500);
    for (int i = 0; i < calls.size(); i++) {
      Sleeper call = calls.get(i);
      int number = i;
      assertFalse(call.hasReturned(), () -> "call " + number + ": " + call.failure());
    }
  }

  private void assertGoesOn(int semid) {
    int before = ns.getVal(semid, 0);
    ns.semop(semid, 0, 2, Ipc.SEM_UNDO);
    ns.semop(semid, 0, -1, 0);
    assertEquals(before + 1, ns.getVal(semid, 0));
  }

  @Test
  void shouldWaitForAJvmThatIsStoppedInsideTheGateOfASet() throws InterruptedException {
    try (Child child = stopped("set")) {
      List<Sleeper> calls = callsOnTheSet();
      assertWaiting(calls);
      assertGoesOn(other);
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      calls.forEach(call -> assertFalse(call.hasReturned()));

      Signals.send("CONT", child.pid());
      child.expect("went on");
      calls.forEach(call -> assertEquals(Errno.SUCCESS, call.result()));
      assertGoesOn(set);
    }
  }

  @Test
  void shouldGoOnWithoutAJvmThatIsKilledWhileItIsStoppedInside() throws InterruptedException {
    try (Child child = stopped("set")) {
      Sleeper call = Sleeper.start(() -> ns.semop(set, 0, 1, Ipc.SEM_UNDO));
      assertWaiting(List.of(call));
      child.kill();
      assertEquals(Errno.SUCCESS, call.result());
      assertEquals(1, ns.getVal(set, 0), "what the dead one had begun has not happened");
    }
  }

  @Test
  void shouldWaitForAJvmThatIsStoppedInsideTheGateOfTheNamespace() throws InterruptedException {
    try (Child child = stopped("namespace")) {
      Sleeper making = Sleeper.start(() -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      assertWaiting(List.of(making));
      assertGoesOn(set);
      assertGoesOn(other);
      assertFalse(making.hasReturned());

      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertEquals(Errno.SUCCESS, making.result());
      assertEquals(4, ns.semInfo().semusz());
    }
  }

  @Test
  void shouldGoOnWithoutAJvmThatIsKilledWhileItMakesASet() throws InterruptedException {
    try (Child child = stopped("namespace")) {
      Sleeper making = Sleeper.start(() -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      assertWaiting(List.of(making));
      child.kill();
      assertEquals(Errno.SUCCESS, making.result());
      assertEquals(3, ns.semInfo().semusz());
      assertEquals(4, arena.files().size());
    }
  }
}
