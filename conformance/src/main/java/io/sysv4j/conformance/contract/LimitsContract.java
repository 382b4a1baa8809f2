package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcNoSpaceException;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Stage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Limits: what they are, that they can be set for a namespace, and what is refused beyond. */
public abstract class LimitsContract extends Contract {
  /** A contract for one provider. */
  protected LimitsContract(Provider provider) {
    super(provider);
  }

  private static void assertFull(Runnable call) {
    IpcException e = assertErrno(Errno.ENOSPC, call::run);
    assertInstanceOf(IpcNoSpaceException.class, e);
  }

  @Test
  void shouldHaveLinuxsLimits() {
    assertEquals(IpcLimits.LINUX, fresh().namespace().limits());
  }

  @Test
  void shouldHaveTheLimitsThatWereSet() {
    Stage stage =
        fresh(
            "semmsl", "20", "semmns", "300", "semopm", "40", "semmni", "5", "shmmax", "60000",
            "shmall", "70", "shmmni", "8");
    IpcLimits expected = new IpcLimits(20, 300, 40, 5, 60000, 70, 8);

    assertEquals(expected, stage.namespace().limits());
    assertEquals(expected, stage.peer().namespace().limits());
    assertEquals(300, stage.namespace().semIpcInfo().semmns());
    assertEquals(60000, stage.namespace().shmIpcInfo().shmmax());
    assertEquals(70, stage.namespace().shmIpcInfo().shmall());
    assertEquals(8, stage.namespace().shmIpcInfo().shmmni());
    assertEquals(8, stage.namespace().shmIpcInfo().shmseg());
    assertEquals(1, stage.namespace().shmIpcInfo().shmmin());
  }

  @Test
  void shouldRefuseMoreSetsThanSemmni() {
    Stage stage = fresh("semmni", "3");
    IpcNamespace small = stage.namespace();
    int first = small.semget(IPC_PRIVATE, 1, 0600);
    small.semget(77, 1, IPC_CREAT | 0600);
    stage.peer().namespace().semget(IPC_PRIVATE, 1, 0600);
    assertFull(() -> small.semget(IPC_PRIVATE, 1, 0600));
    assertFull(() -> small.semget(78, 1, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> small.semget(IPC_PRIVATE, 0, 0600));
    assertErrno(Errno.ENOENT, () -> small.semget(78, 1, 0600));
    small.semget(77, 1, IPC_CREAT | 0600);
    small.semRmid(first);
    small.semget(IPC_PRIVATE, 1, 0600);

    assertFull(() -> small.semget(IPC_PRIVATE, 1, 0600));
    assertEquals(3, small.semInfo().semusz());
  }

  @Test
  void shouldRefuseMoreSemaphoresThanSemmns() {
    IpcNamespace small = fresh("semmns", "10").namespace();
    int seven = small.semget(IPC_PRIVATE, 7, 0600);
    assertFull(() -> small.semget(IPC_PRIVATE, 4, 0600));
    small.semget(IPC_PRIVATE, 3, 0600);
    assertFull(() -> small.semget(IPC_PRIVATE, 1, 0600));
    small.semRmid(seven);

    small.semget(IPC_PRIVATE, 7, 0600);
  }

  @Test
  void shouldRefuseLargerSetsThanSemmsl() {
    IpcNamespace small = fresh("semmsl", "6").namespace();
    small.semget(IPC_PRIVATE, 6, 0600);

    assertErrno(Errno.EINVAL, () -> small.semget(IPC_PRIVATE, 7, 0600));
    assertErrno(Errno.EINVAL, () -> small.semget(77, 7, 0));
  }

  @Test
  void shouldRefuseMoreOperationsThanSemopm() {
    IpcNamespace small = fresh("semopm", "4").namespace();
    int semid = small.semget(IPC_PRIVATE, 1, 0600);
    Sembuf[] five = new Sembuf[5];
    Arrays.fill(five, op(0, 1));

    assertErrno(Errno.E2BIG, () -> small.semop(semid, five));
    assertEquals(Errno.E2BIG, small.trySemop(semid, five));
    small.semop(semid, Arrays.copyOf(five, 4));
    assertEquals(4, small.getVal(semid, 0));
  }

  @Test
  void shouldRefuseMoreSegmentsThanShmmni() {
    IpcNamespace small = fresh("shmmni", "2").namespace();
    int first = small.shmget(IPC_PRIVATE, 1, 0600);
    small.shmget(77, 1, IPC_CREAT | 0600);
    assertFull(() -> small.shmget(IPC_PRIVATE, 1, 0600));
    assertErrno(Errno.EINVAL, () -> small.shmget(IPC_PRIVATE, 0, 0600));
    assertErrno(Errno.ENOENT, () -> small.shmget(78, 1, 0600));
    small.shmRmid(first);

    small.shmget(IPC_PRIVATE, 1, 0600);
  }

  @Test
  void shouldRefuseLargerSegmentsThanShmmax() {
    IpcNamespace small = fresh("shmmax", "8192").namespace();
    int shmid = small.shmget(77, 8192, IPC_CREAT | 0600);

    assertErrno(Errno.EINVAL, () -> small.shmget(78, 8193, IPC_CREAT | 0600));
    assertErrno(Errno.EINVAL, () -> small.shmget(IPC_PRIVATE, -1, 0600));
    assertErrno(Errno.ENOENT, () -> small.shmget(78, 8193, 0600));
    assertErrno(Errno.EINVAL, () -> small.shmget(77, 8193, 0600));
    assertEquals(shmid, small.shmget(77, 8192, 0));
  }

  @Test
  void shouldRefuseMorePagesThanShmall() {
    IpcNamespace small = fresh("shmall", "4").namespace();
    small.shmget(IPC_PRIVATE, 1, 0600);
    int two = small.shmget(IPC_PRIVATE, Ipc.SHMLBA + 1, 0600);
    assertFull(() -> small.shmget(IPC_PRIVATE, Ipc.SHMLBA + 1, 0600));
    small.shmget(IPC_PRIVATE, Ipc.SHMLBA, 0600);
    assertFull(() -> small.shmget(IPC_PRIVATE, 1, 0600));
    small.shmRmid(two);

    small.shmget(IPC_PRIVATE, 2 * Ipc.SHMLBA, 0600);
  }

  @Test
  void shouldKeepAnAttachedSegmentWithinTheLimitsUntilItIsGone() {
    IpcNamespace small = fresh("shmmni", "1").namespace();
    int shmid = small.shmget(IPC_PRIVATE, 1, 0600);
    var attach = small.shmat(shmid, 0);
    small.shmRmid(shmid);
    assertFull(() -> small.shmget(IPC_PRIVATE, 1, 0600));
    attach.close();

    small.shmget(IPC_PRIVATE, 1, 0600);
  }
}
