package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What a process without privileges may do to a set whose mode denies it something. The mode may
 * deny it even to the owner, so this needs no second user; root, whom no mode stops, has it done by
 * a process of another user.
 */
public abstract class OwnModeContract extends Contract {
  private static final Duration HOUR = Duration.ofHours(1);

  /** A contract for one provider. */
  protected OwnModeContract(Provider provider) {
    super(provider);
  }

  /** A further process of an owner without privileges. */
  private PeerJvm ownersPeer() {
    return Machine.uid() == 0 ? peer(Login.NOBODY) : peer();
  }

  /** The owner: this process, unless it is privileged. */
  private IpcNamespace owner() {
    return Machine.uid() == 0 ? ownersPeer().namespace() : ns;
  }

  private int setOf(IpcNamespace owner, int mode, int nsems) {
    return sweep(owner.semget(Ipc.IPC_PRIVATE, nsems, mode));
  }

  private static void chmod(IpcNamespace owner, int semid, int mode) {
    IpcPerm perm = owner.semStatAnyAt(semid).perm();
    owner.semSet(semid, perm.withMode(mode));
  }

  /** Another process, which may alter what {@link #owner} may only read. */
  private IpcNamespace writer() {
    return Machine.uid() == 0 ? ns : other();
  }

  /** A mode that lets {@link #owner} only read a set of {@link #writer}. */
  private static int readOnly() {
    return Machine.uid() == 0 ? 0604 : 0400;
  }

  /** A set with this value, which {@link #owner} may only read, and has not met before. */
  private int readable(IpcNamespace writer, int value) {
    int semid = setOf(writer, 0600, 1);
    writer.setVal(semid, 0, value);
    chmod(writer, semid, readOnly());
    return semid;
  }

  /** Sets the value of such a set. */
  private static void give(IpcNamespace writer, int semid, int value) {
    chmod(writer, semid, 0604);
    writer.setVal(semid, 0, value);
    chmod(writer, semid, readOnly());
  }

  private static Sembuf[] array(Sembuf... sops) {
    return sops;
  }

  private static void tried(Errno answer) {
    if (answer != Errno.SUCCESS) {
      throw IpcException.of(answer, "trySemop", "it was tried");
    }
  }

  /** All ways to make an operation array. */
  private static Map<String, Executable> ways(IpcNamespace caller, int semid, Sembuf... sops) {
    Map<String, Executable> ways = new LinkedHashMap<>();
    ways.put("semop", () -> caller.semop(semid, sops));
    ways.put("trySemop", () -> tried(caller.trySemop(semid, sops)));
    ways.put("no time", () -> caller.semtimedop(semid, sops, Duration.ZERO));
    ways.put("an hour", () -> caller.semtimedop(semid, sops, HOUR));
    ways.put("async", () -> Futures.get(caller.semopAsync(semid, sops)));
    ways.put(
        "async, no time", () -> Futures.get(caller.semtimedopAsync(semid, sops, Duration.ZERO)));
    ways.put("async, an hour", () -> Futures.get(caller.semtimedopAsync(semid, sops, HOUR)));
    if (sops.length == 1) {
      Sembuf sop = sops[0];
      ways.put("one", () -> caller.semop(semid, sop.semNum(), sop.semOp(), sop.semFlg()));
      ways.put(
          "try one", () -> tried(caller.trySemop(semid, sop.semNum(), sop.semOp(), sop.semFlg())));
    }
    return ways;
  }

  private static void assertEachWay(
      Errno expected, IpcNamespace caller, int semid, Sembuf... sops) {
    List<String> answers = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    ways(caller, semid, sops)
        .forEach(
            (way, call) -> {
              answers.add(way + ": " + answer(call));
              wanted.add(way + ": " + expected);
            });
    assertEquals(wanted, answers);
  }

  private static String answer(Executable call) {
    try {
      call.execute();
      return Errno.SUCCESS.toString();
    } catch (IpcException e) {
      return e.errno().toString();
    } catch (Throwable e) {
      return e.toString();
    }
  }

  @Test
  void shouldRefuseEveryWayWithoutAnyRight() {
    IpcNamespace owner = owner();
    int semid = setOf(owner, 0, 1);
    for (Sembuf sop : array(op(0, 0), op(0, 1), op(0, -1), undo(0, 1), nowait(0, 0))) {
      assertEachWay(Errno.EACCES, owner, semid, sop);
      assertEachWay(Errno.EACCES, owner, semid, sop, op(0, 0));
    }
    assertEachWay(Errno.EFBIG, owner, semid, op(1, 0));
  }

  @Test
  void shouldRefuseEveryWayToAlterWhatMayBeRead() {
    IpcNamespace owner = owner();
    int semid = setOf(owner, 0400, 1);
    assertEachWay(Errno.SUCCESS, owner, semid, op(0, 0));
    for (Sembuf sop : array(op(0, 1), op(0, -1), undo(0, 1), nowait(0, -1))) {
      assertEachWay(Errno.EACCES, owner, semid, sop);
      assertEachWay(Errno.EACCES, owner, semid, op(0, 0), sop);
    }
    assertEachWay(Errno.EFBIG, owner, semid, op(1, 0));
  }

  @Test
  void shouldRefuseEveryWayToReadWhatMayBeAltered() {
    IpcNamespace owner = owner();
    int semid = setOf(owner, 0200, 1);
    assertEachWay(Errno.EACCES, owner, semid, op(0, 0));
    assertEachWay(Errno.SUCCESS, owner, semid, op(0, 1));
    assertEachWay(Errno.SUCCESS, owner, semid, op(0, -1));
    assertEachWay(Errno.SUCCESS, owner, semid, op(0, 1), op(0, -1), op(0, 0));
  }

  @Test
  void shouldFollowTheModeAtOnce() {
    IpcNamespace owner = owner();
    int semid = setOf(owner, 0, 1);
    for (int round = 0; round < 3; round++) {
      assertEachWay(Errno.EACCES, owner, semid, op(0, 0));
      chmod(owner, semid, 0400);
      assertEachWay(Errno.SUCCESS, owner, semid, op(0, 0));
      assertEachWay(Errno.EACCES, owner, semid, op(0, 1));
      chmod(owner, semid, 0600);
      assertEachWay(Errno.SUCCESS, owner, semid, op(0, 0), op(0, 1), op(0, -1));
      chmod(owner, semid, 0);
    }
  }

  @Test
  void shouldNotHoldTheCallerUntilZero() {
    IpcNamespace owner = owner();
    IpcNamespace writer = writer();
    int semid = readable(writer, 1);
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    Sleeper caller =
        Sleeper.start(
            () -> {
              futures.add(owner.semopAsync(semid, op(0, 0)));
              futures.add(owner.semtimedopAsync(semid, array(op(0, 0)), HOUR));
            });
    assertDone(caller);
    for (CompletableFuture<Void> future : futures) {
      assertFalse(future.isDone());
    }
    give(writer, semid, 0);

    futures.forEach(Futures::get);
  }

  @Test
  void shouldNotWaitForZeroWithoutTimeOrWithNowait() {
    IpcNamespace owner = owner();
    int semid = readable(writer(), 1);

    assertEachWay(Errno.EAGAIN, owner, semid, nowait(0, 0));
    Sembuf[] sops = array(op(0, 0));
    assertErrno(Errno.EAGAIN, () -> Futures.get(owner.semtimedopAsync(semid, sops, Duration.ZERO)));
    assertErrno(
        Errno.EAGAIN, () -> Futures.get(owner.semtimedopAsync(semid, sops, Duration.ofMillis(20))));
    assertErrno(Errno.EAGAIN, () -> owner.semtimedop(semid, sops, Duration.ofMillis(20)));
  }

  @Test
  void shouldWithdrawAWaitForZero() {
    IpcNamespace owner = owner();
    int semid = readable(writer(), 1);
    CompletableFuture<Void> future = owner.semopAsync(semid, op(0, 0));

    assertTrue(future.cancel(true));
    assertThrows(CancellationException.class, future::join);
  }

  @Test
  void shouldEndWaitsForZeroWithTheSet() {
    IpcNamespace owner = owner();
    IpcNamespace writer = writer();
    int semid = readable(writer, 1);
    CompletableFuture<Void> future = owner.semopAsync(semid, op(0, 0));
    writer.semRmid(semid);

    assertErrno(Errno.EIDRM, () -> Futures.get(future));
  }

  @Test
  void shouldEndWaitsForZeroWhenTheWaiterRemovesTheSet() {
    IpcNamespace owner = owner();
    int semid = setOf(owner, 0600, 1);
    owner.setVal(semid, 0, 1);
    chmod(owner, semid, 0400);
    CompletableFuture<Void> future = owner.semopAsync(semid, op(0, 0));
    owner.semRmid(semid);

    assertErrno(Errno.EIDRM, () -> Futures.get(future));
  }

  @Test
  void shouldCompleteAWaitForZeroInTheGivenExecutor() {
    IpcNamespace owner = owner();
    IpcNamespace writer = writer();
    int semid = readable(writer, 1);
    ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
    try {
      CompletableFuture<String> thread =
          owner
              .semtimedopAsync(semid, array(op(0, 0)), null, executor)
              .thenApply(done -> Thread.currentThread().getName());
      give(writer, semid, 0);
      assertEquals("mine", thread.orTimeout(60, TimeUnit.SECONDS).join());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void shouldTellEverySleeperOfARemovalByAnOwnerWithoutRights() {
    IpcNamespace owner = owner();
    IpcNamespace sleeping = ownersPeer().namespace();
    for (int mode : new int[] {0400, 0200, 0}) {
      int semid = setOf(sleeping, 0600, 1);
      Sleeper sleeper = Sleeper.asleep(sleeping, semid, () -> sleeping.semop(semid, 0, -1, 0));
      chmod(sleeping, semid, mode);
      assertEachWay(mode == 0400 ? Errno.SUCCESS : Errno.EACCES, owner, semid, op(0, 0));
      owner.semRmid(semid);

      assertEquals(Errno.EIDRM, sleeper.result());
    }
  }

  @Test
  void shouldShowWhenASetWasUsedThatItsOwnerMayNotRead() {
    IpcNamespace user = ownersPeer().namespace();
    int semid = setOf(user, 0600, 1);
    user.semop(semid, 0, 1, 0);
    chmod(user, semid, 0);

    assertEquals(user.semStatAnyAt(semid).semOtime(), owner().semStatAnyAt(semid).semOtime());
    assertTrue(owner().semStatAnyAt(semid).semOtime() > 0);
  }

  @Test
  void shouldSleepForZeroInTheQueueOfItsOwnSet() {
    IpcNamespace owner = owner();
    PeerJvm peer = ownersPeer();
    int semid = setOf(peer.namespace(), 0600, 1);
    peer.namespace().setVal(semid, 0, 1);
    chmod(peer.namespace(), semid, 0400);
    Sleeper sleeper = Sleeper.asleep(ns, semid, () -> owner.semop(semid, 0, 0, 0));
    CompletableFuture<Void> future = owner.semopAsync(semid, op(0, 0));
    assertEquals(2, owner.getZcnt(semid, 0));
    chmod(peer.namespace(), semid, 0600);
    peer.namespace().semop(semid, 0, -1, 0);

    assertDone(sleeper);
    Futures.get(future);
    assertTrue(owner.semStat(semid).semOtime() > 0);
  }

  @Test
  void shouldUndoForTheDeadWhateverTheModeSays() {
    IpcNamespace owner = owner();
    for (int mode : new int[] {0600, 0400, 0}) {
      PeerJvm holder = ownersPeer();
      int semid = setOf(holder.namespace(), 0600, 1);
      holder.namespace().semop(semid, undo(0, 3));
      chmod(holder.namespace(), semid, mode);
      holder.kill();
      chmod(owner, semid, 0400);

      assertEquals(0, owner.getVal(semid, 0), "mode " + Integer.toOctalString(mode));
    }
  }
}
