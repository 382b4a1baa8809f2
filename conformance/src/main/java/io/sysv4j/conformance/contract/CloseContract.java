package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Handles: what is shared by those of a process, and what closing the last one ends. */
public abstract class CloseContract extends Contract {
  /** A contract for one provider. */
  protected CloseContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldRefuseEveryCallOnAClosedHandle() {
    int semid = set(1);
    int shmid = segment(1);
    IpcNamespace handle = IpcNamespace.open(ns.uri());
    assertEquals(1, handle.getVal(semid, 0));
    handle.close();
    handle.close();

    List<Executable> calls =
        List.of(
            () -> handle.semget(0, 1, 0600),
            () -> handle.semop(semid, Sembuf.of(0, 1)),
            () -> handle.semop(semid, 0, 1, 0),
            () -> handle.semtimedop(semid, new Sembuf[] {op(0, 1)}, Duration.ZERO),
            () -> handle.trySemop(semid, op(0, 1)),
            () -> handle.trySemop(semid, 0, 1, 0),
            () -> handle.semopAsync(semid, op(0, 1)),
            () -> handle.getVal(semid, 0),
            () -> handle.getAll(semid),
            () -> handle.setVal(semid, 0, 1),
            () -> handle.setAll(semid, 1),
            () -> handle.semStat(semid),
            () -> handle.semInfo(),
            () -> handle.semRmid(semid),
            () -> handle.shmget(0, 1, 0600),
            () -> handle.shmat(shmid, 0),
            () -> handle.shmdt(0x1000),
            () -> handle.shmStat(shmid),
            () -> handle.shmRmid(shmid));
    for (Executable call : calls) {
      assertThrows(IllegalStateException.class, call);
    }
    assertValues(semid, 1);
  }

  @Test
  void shouldBeTheSameProcessThroughEachHandle() {
    int semid = set(1);
    int shmid = segment(1);
    IpcNamespace handle = IpcNamespace.open(ns.uri());
    handle.semop(semid, undo(0, -1));
    SharedMemory memory = handle.shmat(shmid, 0);
    Sleeper sleeper = asleepIn(handle, semid, op(0, -1));
    handle.close();

    assertValues(semid, 0);
    assertEquals(1, ns.shmStat(shmid).shmNattch());
    assertTrue(memory.isAttached());
    assertAsleep(1, semid);
    ns.semop(semid, 0, 1, 0);
    assertDone(sleeper);
    ns.shmdt(memory.address());
    assertEquals(0, ns.shmStat(shmid).shmNattch());
  }

  @Test
  void shouldWithdrawSleepersWithTheLastHandle() {
    int semid = set(0, 1);
    PeerJvm peer = peer();
    IpcNamespace there = peer.namespace();
    Sleeper thread = asleepIn(there, semid, op(0, -1));
    Sleeper array = asleepIn(there, semid, op(1, -1), op(0, -1));
    CompletableFuture<Void> future = there.semopAsync(semid, op(1, 0));
    assertAsleep(3, semid);
    there.close();

    assertInstanceOf(IllegalStateException.class, thread.failure());
    assertInstanceOf(IllegalStateException.class, array.failure());
    assertThrows(IllegalStateException.class, () -> Futures.get(future));
    assertAsleep(0, semid);
    assertValues(semid, 0, 1);
    peer.open(ns.uri().toString());
    assertEquals(1, there.getVal(semid, 1));
  }

  @Test
  void shouldDetachWithTheLastHandle() {
    int shmid = segment(1);
    PeerJvm peer = peer();
    peer.namespace().shmat(shmid, 0);
    peer.namespace().shmat(shmid, 0);
    assertEquals(2, ns.shmStat(shmid).shmNattch());
    peer.namespace().close();

    assertEquals(0, ns.shmStat(shmid).shmNattch());
    peer.open(ns.uri().toString());
  }

  @Test
  void shouldNameTheUriThatOpensItAgain() {
    int semid = set(3);
    try (IpcNamespace again = IpcNamespace.open(ns.uri())) {
      assertEquals(ns.uri(), again.uri());
      assertEquals(ns.limits(), again.limits());
      assertEquals(3, again.getVal(semid, 0));
    }
  }
}
