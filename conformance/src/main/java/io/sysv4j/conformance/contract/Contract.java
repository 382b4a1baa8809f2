package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.function.Executable;

/** What the tests of every topic share: a stage, and a broom for what they make on it. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class Contract {
  /** Its sequence number is one beyond the last. */
  private static final int UNUSED_ID = Integer.MAX_VALUE;

  /** Who answers. */
  protected final Provider provider;

  /** The namespace, as this process has it. */
  protected IpcNamespace ns;

  private final List<Integer> semids = new ArrayList<>();
  private final List<Integer> shmids = new ArrayList<>();
  private final List<Stage> freshStages = new ArrayList<>();
  private Stage stage;

  /** A contract for one provider. */
  protected Contract(Provider provider) {
    this.provider = provider;
  }

  @BeforeAll
  final void openStage() {
    stage = provider.open();
    ns = stage.namespace();
  }

  @AfterEach
  final void clearStage() {
    try {
      semids.forEach(this::removeSet);
      shmids.forEach(this::removeSegment);
    } finally {
      semids.clear();
      shmids.clear();
      stage.clear();
      freshStages.forEach(Stage::close);
      freshStages.clear();
    }
  }

  @AfterAll
  final void closeStage() {
    if (stage != null) {
      stage.close();
    }
  }

  private void removeSet(int semid) {
    ignoringUnknownId(() -> ns.semRmid(semid));
  }

  private void removeSegment(int shmid) {
    ignoringUnknownId(() -> ns.shmRmid(shmid));
  }

  private static void ignoringUnknownId(Runnable removal) {
    try {
      removal.run();
    } catch (IpcException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
    }
  }

  // ---- objects ------------------------------------------------------------------------------

  /** A key that no object has. */
  protected final int key() {
    return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }

  /** A set with these values, for this test. */
  protected final int set(int... semvals) {
    int semid = semget(Ipc.IPC_PRIVATE, semvals.length, Ipc.IPC_CREAT | 0600);
    for (int value : semvals) {
      if (value != 0) {
        ns.setAll(semid, semvals);
        break;
      }
    }
    return semid;
  }

  /** {@code semget} by this process, of a set for this test. */
  protected final int semget(int key, int nsems, int semflg) {
    return sweep(ns.semget(key, nsems, semflg));
  }

  /** Removes this set after the test, if it is still there. */
  protected final int sweep(int semid) {
    semids.add(semid);
    return semid;
  }

  /** {@code shmget} by this process, of a private segment for this test. */
  protected final int segment(long size) {
    return shmget(Ipc.IPC_PRIVATE, size, Ipc.IPC_CREAT | 0600);
  }

  /** {@code shmget} by this process, of a segment for this test. */
  protected final int shmget(int key, long size, int shmflg) {
    return sweepSegment(ns.shmget(key, size, shmflg));
  }

  /** Removes this segment after the test, if it is still there. */
  protected final int sweepSegment(int shmid) {
    shmids.add(shmid);
    return shmid;
  }

  /** A page-aligned address where a JVM has nothing, each time another one. */
  protected static long freeAddress() {
    return ThreadLocalRandom.current().nextLong(1L << 44, 1L << 45) & -(1L << 24);
  }

  /** A number that is no object's. */
  protected static int unusedId() {
    return UNUSED_ID;
  }

  // ---- processes ----------------------------------------------------------------------------

  /** A JVM of its own, for this test. */
  protected final PeerJvm peer() {
    return stage.peer();
  }

  /** A JVM of another user, for this test; the test is skipped where that can't be. */
  protected final PeerJvm peer(Login login) {
    return stage.peer(login);
  }

  /** The namespace, as another process of the same user has it. */
  protected final IpcNamespace other() {
    return peer().namespace();
  }

  /** The namespace, as a process of a user without rights has it. */
  protected final IpcNamespace nobody() {
    return peer(Login.NOBODY).namespace();
  }

  /** A namespace with nothing in it, for this test. Limits are given as name, value, name, … */
  protected final Stage fresh(String... limits) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (int i = 0; i < limits.length; i += 2) {
      changes.put(limits[i], limits[i + 1]);
    }
    Stage fresh = provider.openFresh(changes);
    freshStages.add(fresh);
    return fresh;
  }

  /** The process id of this JVM. */
  protected static int ownPid() {
    return (int) ProcessHandle.current().pid();
  }

  // ---- sleepers -----------------------------------------------------------------------------

  /** A thread of this process that sleeps in a set. */
  protected final Sleeper asleep(int semid, Sembuf... sops) {
    return asleepIn(ns, semid, sops);
  }

  /** A thread that sleeps in a set; the test fails if it need not. */
  protected final Sleeper asleepIn(IpcNamespace process, int semid, Sembuf... sops) {
    return Sleeper.asleep(ns, semid, () -> process.semop(semid, sops));
  }

  /** Asserts how many sleep in a set. */
  protected final void assertAsleep(int expected, int semid) {
    assertEquals(expected, Sleeper.count(ns, semid), "sleepers in set " + semid);
  }

  /** Removes a set and asserts that these slept in it until then. */
  protected final void assertSleptUntilRemoved(int semid, Sleeper... sleepers) {
    ns.semRmid(semid);
    for (Sleeper sleeper : sleepers) {
      assertEquals(Errno.EIDRM, sleeper.result());
    }
  }

  /** Asserts that these have done their operations. */
  protected static void assertDone(Sleeper... sleepers) {
    for (Sleeper sleeper : sleepers) {
      assertEquals(Errno.SUCCESS, sleeper.result());
    }
  }

  // ---- answers ------------------------------------------------------------------------------

  /** Asserts that a call fails with an error. */
  protected static IpcException assertErrno(Errno expected, Executable call) {
    IpcException e = assertThrows(IpcException.class, call);
    assertEquals(expected, e.errno(), e.getMessage());
    return e;
  }

  /** Asserts the values of a set. */
  protected final void assertValues(int semid, int... expected) {
    Assertions.assertArrayEquals(expected, ns.getAll(semid));
  }

  /** An operation. */
  protected static Sembuf op(int semNum, int semOp) {
    return Sembuf.of(semNum, semOp);
  }

  /** An operation with IPC_NOWAIT. */
  protected static Sembuf nowait(int semNum, int semOp) {
    return new Sembuf(semNum, semOp, Ipc.IPC_NOWAIT);
  }

  /** An operation with SEM_UNDO. */
  protected static Sembuf undo(int semNum, int semOp) {
    return Sembuf.undo(semNum, semOp);
  }
}
