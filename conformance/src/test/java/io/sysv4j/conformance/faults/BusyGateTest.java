package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.Signals;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A JVM is stopped inside a gate: a call that gives up has done nothing, and can be made again. */
class BusyGateTest {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);

  private final Stumbling stumbling = new Stumbling();
  private Arena arena;
  private Engine engine;
  private int set;

  @BeforeEach
  void makeArena() {
    arena = new Arena();
  }

  private void open(int patience) {
    String uri = arena.uri() + "&gate-patience=" + patience;
    engine = Engine.openAttended(Options.of(URI.create(uri)), stumbling::watch);
    set = engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600);
  }

  @AfterEach
  void cleanUp() {
    engine.closeAlone();
    arena.close();
  }

  private Child stopped(String gate) {
    Child child = Child.start(PauseMain.class, arena.uri(), gate, set);
    child.expect("ready");
    Signals.awaitStopped(child.pid());
    return child;
  }

  private static Errno answer(Executable call) {
    return assertTimeoutPreemptively(GIVE_UP, () -> assertThrows(IpcException.class, call).errno());
  }

  @Test
  void shouldGiveUpAtTheGateOfASet() {
    open(100);
    Sembuf[] sops = {Sembuf.undo(0, -1)};
    try (Child child = stopped("set")) {
      assertEquals(
          Errno.EBUSY, assertTimeoutPreemptively(GIVE_UP, () -> engine.sem().trySemop(set, sops)));
      assertEquals(Errno.EBUSY, answer(() -> engine.semctl().getAll(set)));
      assertEquals(Errno.EBUSY, answer(() -> engine.semctl().setVal(set, 0, 1)));
      Duration soon = Duration.ofMillis(20);
      assertEquals(Errno.EAGAIN, answer(() -> engine.sem().semtimedop(set, sops, soon)));
      Signals.send("CONT", child.pid());
      child.expect("went on");
    }
  }

  /** The rights that are known don't hold any more; new ones can't be read meanwhile. */
  @Test
  void shouldGiveUpAtTablesThatAreHalfChanged() {
    open(100);
    Sembuf[] sops = {Sembuf.of(0, -1)};
    assertEquals(Errno.EAGAIN, engine.sem().trySemop(set, sops));
    engine.semctl().set(set, engine.semctl().stat(set).perm());
    try (Child child = stopped("tables")) {
      assertEquals(
          Errno.EBUSY, assertTimeoutPreemptively(GIVE_UP, () -> engine.sem().trySemop(set, sops)));
      assertEquals(Errno.EBUSY, answer(() -> engine.sem().semtimedop(set, sops, GIVE_UP)));
      Duration soon = Duration.ofMillis(20);
      assertEquals(Errno.EAGAIN, answer(() -> engine.sem().semtimedop(set, sops, soon)));
      Signals.send("CONT", child.pid());
      child.expect("went on");
    }
  }

  @Test
  void shouldRemoveASetWhoseGateIsHeld() throws InterruptedException {
    open(100);
    Sleeper sleeper = Sleeper.start(() -> engine.sem().semop(set, 0, -5, 0));
    while (engine.semctl().get(set, 0, Ipc.GETNCNT) == 0) {
      Thread.sleep(1);
    }
    try (Child child = stopped("set")) {
      assertTimeoutPreemptively(GIVE_UP, () -> engine.semctl().remove(set));
      assertEquals(Errno.EIDRM, sleeper.result());
      assertEquals(Errno.EINVAL, answer(() -> engine.semctl().getAll(set)));
      assertTrue(child.isAlive());
    }
  }

  @Test
  void shouldStayAttachedWhenDetachingIsRefused() {
    open(100);
    int shmid = engine.shm().shmget(Ipc.IPC_PRIVATE, 4096, 0600);
    SharedMemory memory = engine.shm().shmat(shmid, 0, 0);
    SharedMemory other = engine.shm().shmat(shmid, 0, 0);
    memory.buffer().putLong(0, 42);
    try (Child child = stopped("namespace")) {
      assertEquals(Errno.EBUSY, answer(memory::close));
      assertEquals(Errno.EBUSY, answer(() -> engine.shm().shmdt(other.address())));
      assertTrue(memory.isAttached() && other.isAttached());
      assertEquals(42, other.buffer().getLong(0));
      Signals.send("CONT", child.pid());
      child.expect("went on");
    }
    assertEquals(2, engine.shm().stat(shmid).shmNattch());
    memory.close();
    engine.shm().shmdt(other.address());
    assertEquals(0, engine.shm().stat(shmid).shmNattch());
  }

  /** A semtimedop that failed by an Error leaves nothing of its time-out to the next call. */
  @Test
  void shouldHaveItsWholePatienceAfterACallThatThrew() throws InterruptedException {
    open(60_000);
    try (Child child = stopped("set")) {
      Sleeper next = Sleeper.start(this::readAfterAnError);
      Thread.sleep(1000);
      Signals.send("CONT", child.pid());
      child.expect("went on");
      assertEquals(Errno.SUCCESS, next.result());
    }
  }

  private void readAfterAnError() {
    Sembuf[] sops = {Sembuf.undo(0, -1)};
    stumbling.begin(0, false);
    assertThrows(
        Stumbling.Stumble.class, () -> engine.sem().semtimedop(set, sops, Duration.ofNanos(1000)));
    stumbling.end();
    engine.semctl().getAll(set);
  }
}
