package io.sysv4j.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerJvmTest {
  private static Stage stage;
  private IpcNamespace referee;
  private PeerJvm peer;
  private IpcNamespace ns;
  private int semid;

  @BeforeAll
  static void openStage() {
    stage = Provider.KERNEL.open();
  }

  @BeforeEach
  void startPeer() {
    referee = stage.namespace();
    semid = referee.semget(Ipc.IPC_PRIVATE, 2, 0600);
    peer = stage.peer();
    ns = peer.namespace();
  }

  @AfterEach
  void clear() {
    referee.semRmid(semid);
    stage.clear();
  }

  @AfterAll
  static void closeStage() {
    stage.close();
  }

  @Test
  void shouldMakeCallsInTheOtherProcess() {
    ns.semop(semid, Sembuf.of(0, 3), Sembuf.of(1, 0));

    assertArrayEquals(new int[] {3, 0}, ns.getAll(semid));
    assertEquals(3, referee.getVal(semid, 0));
    assertEquals(peer.pid(), referee.getPid(semid, 0));
    assertNotEquals(ProcessHandle.current().pid(), peer.pid());
    assertEquals(referee.semStat(semid), ns.semStat(semid));
    assertEquals(referee.limits(), ns.limits());
    assertEquals(referee.uri(), ns.uri());
  }

  @Test
  void shouldThrowHereWhatWasThrownThere() {
    IpcException there = assertThrows(IpcException.class, () -> ns.getVal(semid, 7));
    IpcException here = assertThrows(IpcException.class, () -> referee.getVal(semid, 7));

    assertEquals(here.getMessage(), there.getMessage());
    assertEquals(here.call(), there.call());
    assertEquals(Errno.EINVAL, there.errno());
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -1, 0));
    ns.close();
    assertThrows(IllegalStateException.class, () -> ns.getVal(semid, 0));
    peer.open(stage.uri());
    assertEquals(0, ns.getVal(semid, 0));
  }

  @Test
  void shouldSleepThereAndBeInterruptedFromHere() {
    Sleeper sleeper = Sleeper.asleep(referee, semid, () -> ns.semop(semid, 0, -1, 0));
    assertFalse(sleeper.hasReturned());
    sleeper.interrupt();

    assertEquals(Errno.EINTR, sleeper.result());
    assertTrue(sleeper.wasLeftInterrupted());
    assertEquals(0, Sleeper.count(referee, semid));
  }

  @Test
  void shouldSettleAndCancelFutures() throws Exception {
    Sembuf[] take = {Sembuf.of(0, -1)};
    CompletableFuture<Void> first = ns.semopAsync(semid, take);
    CompletableFuture<Void> second = ns.semtimedopAsync(semid, take, Duration.ofHours(1));
    CompletableFuture<Void> third = ns.semopAsync(semid, take);
    assertTrue(second.cancel(true));
    assertThrows(CancellationException.class, second::join);
    referee.semop(semid, 0, 1, 0);
    first.get(Pending.HANG_SECONDS, TimeUnit.SECONDS);
    assertFalse(first.cancel(true));
    referee.semRmid(semid);
    semid = referee.semget(Ipc.IPC_PRIVATE, 1, 0600);

    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> third.get(Pending.HANG_SECONDS, TimeUnit.SECONDS));
    assertEquals(IpcRemovedException.class, e.getCause().getClass());
  }

  @Test
  void shouldStopAndContinue() {
    peer.stop();
    Sleeper call = Sleeper.start(() -> ns.semop(semid, 0, 1, 0));
    assertEquals(0, referee.getVal(semid, 0));
    peer.resume();

    assertEquals(Errno.SUCCESS, call.result());
    assertEquals(1, referee.getVal(semid, 0));
  }

  @Test
  void shouldReportADeath() {
    Sleeper sleeper = Sleeper.asleep(referee, semid, () -> ns.semop(semid, 0, -1, 0));
    peer.kill();

    assertEquals(PeerDiedException.class, sleeper.failure().getClass());
    assertTrue(sleeper.failure().getMessage().contains("status 137"), sleeper.failure()::toString);
    assertThrows(PeerDiedException.class, () -> ns.getVal(semid, 0));
    assertFalse(peer.isAlive());
  }

  @Test
  void shouldReportWhatAPeerThatCouldNotStartSaid() {
    try (PeerJvm broken = PeerJvm.start("kernel:/", Login.SAME, List.of("nice", "-x"))) {
      PeerDiedException e = assertThrows(PeerDiedException.class, broken::awaitReady);
      assertTrue(e.getMessage().contains("nice:"), e::getMessage);
    }
  }

  @Test
  void shouldRunAsAnotherUser() {
    PeerJvm nobody = stage.peer(Login.NOBODY);

    int mine = nobody.namespace().semget(Ipc.IPC_PRIVATE, 1, 0600);
    try {
      assertEquals(Login.NOBODY.uid(), referee.semStat(mine).perm().cuid());
      assertEquals(Login.NOBODY.gid(), referee.semStat(mine).perm().cgid());
    } finally {
      referee.semRmid(mine);
    }
  }

  @Test
  void shouldUseAPeerAgainUnlessItDied() {
    PeerJvm first = stage.peer();
    stage.clear();
    assertTrue(first.isAlive());
    PeerJvm again = stage.peer();
    again.exit();
    stage.clear();

    assertNotEquals(again, stage.peer());
  }
}
