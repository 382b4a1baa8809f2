package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What failures say, and that null is where the kernel finds nothing to read. */
class MessagesTest extends KernelFixture {
  private static void assertSays(String call, Errno errno, String reason, Executable failing) {
    IpcException e = assertErrno(errno, failing);
    assertEquals(call, e.call());
    assertTrue(e.getMessage().endsWith(": " + reason), e.getMessage());
  }

  @Test
  void shouldNameTheSetThatIsTooSmall() {
    int key = unusedKey();
    int semid = ns.semget(key, 2, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
    String hex = "0x" + Integer.toHexString(key);
    try {
      assertSays(
          "semget(" + hex + ", 3, 000)",
          Errno.EINVAL,
          "the set has 2 semaphores",
          () -> ns.semget(key, 3, 0));
      assertSays(
          "semget(" + hex + ", 2, IPC_CREAT|IPC_EXCL|0600)",
          Errno.EEXIST,
          "a set with this key exists, and IPC_EXCL was given",
          () -> ns.semget(key, 2, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600));
    } finally {
      ns.semRmid(semid);
    }
    assertSays(
        "semget(" + hex + ", 2, 000)",
        Errno.ENOENT,
        "no set has this key; IPC_CREAT would make one",
        () -> ns.semget(key, 2, 0));
  }

  private int unusedKey() {
    int key = (int) ProcessHandle.current().pid() << 12 | 0x5;
    assertErrno(Errno.ENOENT, () -> ns.semget(key, 0, 0));
    return key;
  }

  @Test
  void shouldNameTheLimitItsValueAndHowToRaiseIt() {
    int semid = newSet(0);
    int semopm = ns.limits().semopm();
    Sembuf[] tooMany = Collections.nCopies(semopm + 1, Sembuf.of(0, 0)).toArray(Sembuf[]::new);
    String raise = "sysctl -w kernel.sem=";
    assertTrue(messageOf(() -> ns.semop(semid, tooMany)).contains("SEMOPM=" + semopm));
    assertTrue(messageOf(() -> ns.semop(semid, tooMany)).contains(raise));
    int semmsl = ns.limits().semmsl();
    assertTrue(messageOf(() -> ns.semget(0, semmsl + 1, 0)).contains("SEMMSL=" + semmsl));
    assertTrue(messageOf(() -> ns.semget(0, -1, 0)).contains(raise));
    String shmmax = Long.toUnsignedString(ns.limits().shmmax());
    assertTrue(messageOf(() -> ns.shmget(0, -1, 0)).contains("SHMMAX=" + shmmax));
    assertTrue(messageOf(() -> ns.shmget(0, 0, 0)).contains("sysctl -w kernel.shmmax="));
  }

  private static String messageOf(Executable failing) {
    return assertThrows(IpcException.class, failing).getMessage();
  }

  @Test
  void shouldSayWhichNumberIsOutOfRange() {
    int semid = newSet(0, 0);
    assertSays(
        "semctl(" + semid + ", 2, GETVAL)",
        Errno.EINVAL,
        "semnum 2 is outside 0..1",
        () -> ns.getVal(semid, 2));
    assertSays(
        "semctl(" + semid + ", 0, SETVAL, 0x8000)",
        Errno.ERANGE,
        "a value is outside 0..SEMVMX=32767",
        () -> ns.setVal(semid, 0, 32768));
    assertSays(
        "semop(" + semid + ", [{sem_num=2, sem_op=1, sem_flg=IPC_NOWAIT}], 1)",
        Errno.EFBIG,
        "the set has semaphores 0..1",
        () -> ns.semop(semid, 2, 1, Ipc.IPC_NOWAIT));
    assertSays(
        "semctl(-5, 0, IPC_STAT)", Errno.EINVAL, "a semid is 0 or more", () -> ns.semStat(-5));
  }

  @Test
  void shouldLeaveNullToTheKernelsOrderOfErrors() {
    int semid = newSet(0, 0);
    int semopm = ns.limits().semopm();
    assertEquals(Errno.E2BIG, ns.trySemop(-1, new Sembuf[semopm + 1]));
    assertEquals(Errno.EFAULT, ns.trySemop(-1, new Sembuf[semopm]));
    assertEquals(Errno.EFAULT, ns.trySemop(semid, Sembuf.of(0, 1), null));
    assertEquals(Errno.EFAULT, ns.trySemop(semid, (Sembuf[]) null));
    assertEquals(Errno.EINVAL, ns.trySemop(semid));
    assertEquals(0, ns.getVal(semid, 0));
    assertErrno(Errno.EINVAL, () -> ns.setAll(Integer.MAX_VALUE, (int[]) null));
    assertErrno(Errno.EFAULT, () -> ns.setAll(semid, (int[]) null));
    assertErrno(Errno.EFAULT, () -> ns.semSet(Integer.MAX_VALUE, null));
    assertErrno(Errno.EFAULT, () -> ns.shmSet(Integer.MAX_VALUE, null));
  }

  @Test
  void shouldReadOnlyAsManyValuesAsThereAreSemaphores() {
    int semid = newSet(0, 0);
    assertErrno(Errno.EFAULT, () -> ns.setAll(semid));
    assertErrno(Errno.EFAULT, () -> ns.setAll(semid, 1));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 1, 32768));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 1, -1));
    assertErrno(Errno.ERANGE, () -> ns.setAll(semid, 65536, 1));
    ns.setAll(semid, 1, 2, -3);
    assertEquals("[1, 2]", java.util.Arrays.toString(ns.getAll(semid)));
    int largest = newSet(new int[ns.limits().semmsl()]);
    assertEquals(ns.limits().semmsl(), ns.getAll(largest).length);
  }

  @Test
  void shouldRefuseAnOwnerThatIsNone() {
    int semid = newSet(0);
    IpcPerm perm = ns.semStat(semid).perm();
    assertSays(
        "semctl(" + semid + ", 0, IPC_SET, {sem_perm={uid=-1, gid=" + perm.gid() + ", mode=0640}})",
        Errno.EINVAL,
        "uid or gid is no valid number",
        () -> ns.semSet(semid, perm.with(-1, perm.gid(), 0640)));
    assertEquals(perm, ns.semStat(semid).perm());
    ns.semSet(semid, perm.withMode(01640));
    assertEquals(0640, ns.semStat(semid).perm().mode());
  }

  @Test
  void shouldHaveNoOtherNameThanKernel() {
    assertEquals("kernel:/", ns.uri().toString());
    assertThrows(IllegalArgumentException.class, () -> IpcNamespace.open("kernel:/some/path"));
    assertThrows(IllegalArgumentException.class, () -> IpcNamespace.open("kernel:/?semmni=1"));
  }
}
