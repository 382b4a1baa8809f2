package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Signals;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A JVM that is stopped inside a gate is never robbed of it. Callers that need that very gate wait:
 * for as long as it takes if they asked to block, else within their own bounds. All else goes on.
 */
class PauseTest {
  private static final String PATIENCE = "&gate-patience=300";

  private Arena arena;
  private IpcNamespace ns;
  private int set;
  private int other;

  @BeforeEach
  void makeSets() {
    arena = new Arena();
    ns = IpcNamespace.open(arena.uri() + PATIENCE);
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

  private static Sembuf[] give(int flags) {
    return new Sembuf[] {new Sembuf(0, 1, Ipc.SEM_UNDO | flags)};
  }

  private void assertGoesOn(int semid) {
    int before = ns.getVal(semid, 0);
    ns.semop(semid, 0, 2, Ipc.SEM_UNDO);
    ns.semop(semid, 0, -1, 0);
    assertEquals(before + 1, ns.getVal(semid, 0));
  }

  private static void assertBusy(Child owner, Executable call) {
    IpcException busy = assertThrows(IpcException.class, call);
    assertEquals(Errno.EBUSY, busy.errno(), busy::getMessage);
    assertTrue(busy.getMessage().contains("process " + owner.pid()), busy::getMessage);
    assertTrue(busy.getMessage().contains("kill -CONT " + owner.pid()), busy::getMessage);
    assertTrue(busy.getMessage().contains("gate-patience"), busy::getMessage);
  }

  /** A JVM that is dead, and has left something in a set. */
  private void leaveSomethingOfTheDead() {
    try (Child child = Child.start(PauseMain.class, arena.uri(), "set", other)) {
      child.expect("ready");
      Signals.awaitStopped(child.pid());
      child.kill();
    }
  }

  @Test
  void shouldTurnAwayWhoeverMayNotBlock() {
    try (Child child = stopped("set")) {
      assertEquals(Errno.EBUSY, ns.trySemop(set, 0, 1, Ipc.SEM_UNDO));
      assertEquals(Errno.EBUSY, ns.trySemop(set, give(0)));
      assertBusy(child, () -> ns.semop(set, give(Ipc.IPC_NOWAIT)));
      assertBusy(child, () -> ns.semop(set, 0, 1, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT));
      assertBusy(child, () -> ns.semtimedop(set, give(0), Duration.ZERO));
      assertBusy(child, () -> ns.getNcnt(set, 0));
      assertBusy(child, () -> ns.getAll(set));
      assertBusy(child, () -> ns.setVal(set, 0, 1));
      assertBusy(child, () -> ns.setAll(set, 1));
      Throwable told =
          assertThrows(
                  ExecutionException.class,
                  () -> ns.semopAsync(set, give(0)).get(20, TimeUnit.SECONDS))
              .getCause();
      assertBusy(
          child,
          () -> {
            throw told;
          });
      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertGoesOn(set);
      assertEquals(2, ns.getVal(set, 0), "no call that was turned away has done anything");
    }
  }

  @Test
  void shouldKeepTimeOutsAtTheGate() {
    try (Child child = stopped("set")) {
      IpcException late =
          assertThrows(
              IpcException.class, () -> ns.semtimedop(set, give(0), Duration.ofMillis(10)));
      assertEquals(Errno.EAGAIN, late.errno());
      Signals.send("CONT", child.pid());
      child.expect("went on");
    }
  }

  @Test
  void shouldWaitInABlockingSemopForAsLongAsItTakes() throws InterruptedException {
    try (Child child = stopped("set")) {
      Sleeper call = Sleeper.start(() -> ns.semop(set, give(0)));
      Thread.sleep(900); // three times as long as those that may not block wait
      assertFalse(call.hasReturned(), () -> "it returned: " + call.failure());
      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertEquals(Errno.SUCCESS, call.result());
      assertGoesOn(set);
    }
  }

  @Test
  void shouldLetEverythingElseGoOn() {
    leaveSomethingOfTheDead();
    try (Child child = stopped("set");
        Arena elsewhere = new Arena()) {
      assertGoesOn(other);
      assertEquals(2, ns.semInfo().semusz());
      assertEquals(1, ns.semStat(set).semNsems());
      assertEquals(set, ns.semStatAnyAt(0).semid());
      assertEquals(other, ns.semStatAnyAt(1).semid());
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      try (IpcNamespace another = elsewhere.open()) {
        another.semget(Ipc.IPC_PRIVATE, 1, 0600);
      }
      try (Child newcomer = Child.start(Puppet.class, arena.uri())) {
        newcomer.expect("ready " + newcomer.pid());
        newcomer.say("give " + other);
        newcomer.expect("SUCCESS");
      }
      Signals.send("CONT", child.pid());
      child.expect("went on");
    }
  }

  @Test
  void shouldRemoveTheSet() {
    Sleeper thread =
        Sleeper.asleep(ns, set, () -> ns.semop(set, new Sembuf[] {new Sembuf(0, -9, 0)}));
    var future = ns.semopAsync(set, new Sembuf(0, -9, 0));
    try (Child child = stopped("set")) {
      ns.semRmid(set);
      assertEquals(Errno.EIDRM, thread.result());
      Throwable told =
          assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS)).getCause();
      assertEquals(Errno.EIDRM, assertInstanceOf(IpcException.class, told).errno());
      assertEquals(1, ns.semInfo().semusz());
      Signals.send("CONT", child.pid()); // its call learns that the set is removed, and it ends
    }
  }

  /** What it can't settle there is settled when others see that it has gone. */
  @Test
  void shouldCloseWithoutTheSet() {
    Options options = Options.of(URI.create(arena.uri()));
    Engine user = Engine.openAlone(options, UnaryOperator.identity());
    user.sem().semop(set, 0, 1, 0);
    user.sem().semop(set, 0, -1, Ipc.SEM_UNDO);
    try (Child child = stopped("set")) {
      user.closeAlone();
      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertEquals(2, ns.getVal(set, 0), "the unit of the one that closed is given back");
    }
  }

  @Test
  void shouldGoOnWithoutAJvmThatIsKilledWhileItIsStoppedInside() throws InterruptedException {
    try (Child child = stopped("set")) {
      Sleeper call = Sleeper.start(() -> ns.semop(set, 0, 1, Ipc.SEM_UNDO));
      Thread.sleep(900);
      assertFalse(call.hasReturned(), () -> "it returned: " + call.failure());
      child.kill();
      assertEquals(Errno.SUCCESS, call.result());
      assertEquals(1, ns.getVal(set, 0), "what the dead one had begun has not happened");
    }
  }

  @Test
  void shouldTurnAwayWhoeverNeedsTheTables() {
    try (Child child = stopped("namespace")) {
      assertBusy(child, () -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      assertBusy(child, () -> ns.semRmid(other));
      assertBusy(child, () -> ns.shmget(Ipc.IPC_PRIVATE, 1, 0600));
      assertGoesOn(set);
      assertGoesOn(other);
      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertEquals(3, ns.semInfo().semusz());
      ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
    }
  }

  @Test
  void shouldGoOnWithoutAJvmThatIsKilledWhileItMakesASet() {
    try (Child child = stopped("namespace")) {
      child.kill();
      ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      assertEquals(3, ns.semInfo().semusz());
      assertEquals(4, arena.files().size());
    }
  }
}
