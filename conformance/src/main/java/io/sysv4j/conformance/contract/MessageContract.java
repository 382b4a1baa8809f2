package io.sysv4j.conformance.contract;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static io.sysv4j.Ipc.IPC_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What a failed call says: the line that strace prints, then the reason and, of limits, the way.
 */
public abstract class MessageContract extends Contract {
  /** A contract for one provider. */
  protected MessageContract(Provider provider) {
    super(provider);
  }

  /** Asserts the call that is named, and words that the reason must have. */
  private static void assertSays(String line, Executable call, String... words) {
    Errno errno = Errno.valueOf(line.substring(line.indexOf("= -1 ") + 5, line.indexOf(" (E_)")));
    IpcException e = assertErrno(errno, call);
    String expected = line.replace(" (E_)", " (" + errno.text() + "): ");
    assertTrue(e.getMessage().startsWith(expected), () -> expected + "…\n" + e.getMessage());
    assertEquals(line.substring(0, line.indexOf(" = -1 ")), e.call());
    String reason = e.getMessage().substring(expected.length());
    assertFalse(reason.isBlank(), e::getMessage);
    for (String word : words) {
      assertTrue(reason.contains(word), () -> "no '" + word + "' in: " + e.getMessage());
    }
  }

  /** What one does to raise a limit of semaphores: the kernel's is a sysctl, ours in the URI. */
  private String howToRaise() {
    return provider == Provider.KERNEL ? "kernel.sem" : "semmns=";
  }

  @Test
  void shouldSpellSemget() {
    int key = 0x5151_0000 | key() & 0xffff;
    String hex = "0x" + Integer.toHexString(key);
    semget(key, 2, IPC_CREAT | 0600);

    assertSays("semget(" + hex + ", 5, 000) = -1 EINVAL (E_)", () -> ns.semget(key, 5, 0), "2");
    assertSays(
        "semget(" + hex + ", 2, IPC_CREAT|IPC_EXCL|0660) = -1 EEXIST (E_)",
        () -> ns.semget(key, 2, IPC_CREAT | IPC_EXCL | 0660));
    ns.semRmid(ns.semget(key, 0, 0));
    assertSays("semget(" + hex + ", 2, 0600) = -1 ENOENT (E_)", () -> ns.semget(key, 2, 0600));
    assertSays(
        "semget(IPC_PRIVATE, -1, 0600) = -1 EINVAL (E_)",
        () -> ns.semget(IPC_PRIVATE, -1, 0600),
        "SEMMSL",
        "32000");
  }

  @Test
  void shouldSpellSemop() {
    int semid = set(0, 0);

    assertSays(
        "semop("
            + semid
            + ", [{sem_num=0, sem_op=-1, sem_flg=SEM_UNDO|IPC_NOWAIT}, "
            + "{sem_num=1, sem_op=2, sem_flg=0}], 2) = -1 EAGAIN (E_)",
        () -> ns.semop(semid, new Sembuf(0, -1, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT), op(1, 2)));
    assertSays(
        "semop(" + semid + ", [{sem_num=2, sem_op=0, sem_flg=0}], 1) = -1 EFBIG (E_)",
        () -> ns.semop(semid, 2, 0, 0));
    assertSays(
        "semop(-1, [{sem_num=0, sem_op=1, sem_flg=0}], 1) = -1 EINVAL (E_)",
        () -> ns.semop(-1, op(0, 1)));
    assertSays(
        "semop(" + semid + ", NULL, 0) = -1 EFAULT (E_)",
        () -> ns.semop(semid, (Sembuf[]) null),
        "null");
    assertSays(
        "semtimedop("
            + semid
            + ", [{sem_num=0, sem_op=-1, sem_flg=0}], 1, "
            + "{tv_sec=0, tv_nsec=1000000}) = -1 EAGAIN (E_)",
        () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, Duration.ofMillis(1)));
    ns.setVal(semid, 0, 1);
    assertSays(
        "semop(" + semid + ", [{sem_num=0, sem_op=32767, sem_flg=0}], 1) = -1 ERANGE (E_)",
        () -> ns.semop(semid, op(0, 32767)),
        "32767");
  }

  @Test
  void shouldSpellSemctl() {
    int semid = set(0, 0);

    assertSays(
        "semctl(" + semid + ", 7, GETVAL) = -1 EINVAL (E_)", () -> ns.getVal(semid, 7), "0..1");
    assertSays(
        "semctl(" + semid + ", 0, SETVAL, 0x8000) = -1 ERANGE (E_)",
        () -> ns.setVal(semid, 0, 32768),
        "32767");
    assertSays(
        "semctl(" + unusedId() + ", 0, IPC_RMID) = -1 EINVAL (E_)", () -> ns.semRmid(unusedId()));
    assertSays(
        "semctl(" + unusedId() + ", 0, IPC_STAT) = -1 EINVAL (E_)", () -> ns.semStat(unusedId()));
  }

  @Test
  void shouldSpellTheCallsOfSegments() {
    int key = 0x5151_0000 | key() & 0xffff;
    String hex = "0x" + Integer.toHexString(key);
    int shmid = shmget(key, 100, IPC_CREAT | 0600);

    assertSays(
        "shmget(" + hex + ", 101, 000) = -1 EINVAL (E_)", () -> ns.shmget(key, 101, 0), "100");
    assertSays(
        "shmat(" + shmid + ", 0x234500000001, SHM_RDONLY) = -1 EINVAL (E_)",
        () -> ns.shmat(shmid, 0x2345_0000_0001L, Ipc.SHM_RDONLY));
    assertSays(
        "shmat(" + unusedId() + ", NULL, 0) = -1 EINVAL (E_)", () -> ns.shmat(unusedId(), 0));
    assertSays("shmdt(0x1000) = -1 EINVAL (E_)", () -> ns.shmdt(0x1000));
    assertSays(
        "shmctl(" + unusedId() + ", IPC_STAT) = -1 EINVAL (E_)", () -> ns.shmStat(unusedId()));
    assertSays(
        "shmctl(" + unusedId() + ", IPC_RMID) = -1 EINVAL (E_)", () -> ns.shmRmid(unusedId()));
  }

  @Test
  void shouldSayHowMuchOfALimitIsUsedAndHowToRaiseIt() {
    IpcNamespace small = fresh("semmns", "70").namespace();
    small.semget(IPC_PRIVATE, 30, 0600);
    assertSays(
        "semget(IPC_PRIVATE, 41, 0600) = -1 ENOSPC (E_)",
        () -> small.semget(IPC_PRIVATE, 41, 0600),
        "SEMMNS",
        "70",
        "30",
        howToRaise());
  }

  @Test
  void shouldNameEachLimit() {
    String[] limits = {"semmni", "2", "semopm", "3", "shmmni", "1", "shmmax", "8192"};
    IpcNamespace small = fresh(limits).namespace();
    small.semget(IPC_PRIVATE, 1, 0600);
    int semid = small.semget(IPC_PRIVATE, 1, 0600);
    small.shmget(IPC_PRIVATE, 1, 0600);
    Sembuf[] four = new Sembuf[4];
    Arrays.fill(four, op(0, 1));

    assertSays(
        "semget(IPC_PRIVATE, 1, 0600) = -1 ENOSPC (E_)",
        () -> small.semget(IPC_PRIVATE, 1, 0600),
        "SEMMNI",
        "2");
    IpcException e = assertErrno(Errno.E2BIG, () -> small.semop(semid, four));
    assertTrue(e.getMessage().contains("SEMOPM") && e.getMessage().contains("3"), e::getMessage);
    assertSays(
        "shmget(IPC_PRIVATE, 1, 0600) = -1 ENOSPC (E_)",
        () -> small.shmget(IPC_PRIVATE, 1, 0600),
        "SHMMNI",
        "1");
    assertSays(
        "shmget(IPC_PRIVATE, 8193, 0600) = -1 EINVAL (E_)",
        () -> small.shmget(IPC_PRIVATE, 8193, 0600),
        "SHMMAX",
        "8192");
  }

  @Test
  void shouldNameTheSpaceOfSegments() {
    IpcNamespace small = fresh("shmall", "9").namespace();
    small.shmget(IPC_PRIVATE, 5 * Ipc.SHMLBA, 0600);

    assertSays(
        "shmget(IPC_PRIVATE, 20480, 0600) = -1 ENOSPC (E_)",
        () -> small.shmget(IPC_PRIVATE, 5 * Ipc.SHMLBA, 0600),
        "SHMALL",
        "9",
        "5");
  }
}
