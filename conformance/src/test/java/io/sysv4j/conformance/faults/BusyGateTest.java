package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

/** A JVM is stopped inside a gate: a call that gives up has done nothing, and can be made again. */
class BusyGateTest {
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

  @Test
  void shouldStayAttachedWhenDetachingIsRefused() {
    open(100);
    int shmid = engine.shm().shmget(Ipc.IPC_PRIVATE, 4096, 0600);
    SharedMemory memory = engine.shm().shmat(shmid, 0, 0);
    SharedMemory other = engine.shm().shmat(shmid, 0, 0);
    memory.buffer().putLong(0, 42);
    try (Child child = stopped("namespace")) {
      assertEquals(Errno.EBUSY, assertThrows(IpcException.class, memory::close).errno());
      IpcException refusal =
          assertThrows(IpcException.class, () -> engine.shm().shmdt(other.address()));
      assertEquals(Errno.EBUSY, refusal.errno());
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
