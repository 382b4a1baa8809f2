package io.sysv4j.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every string that begins a line of strace 6.1, without the result, was printed by it. */
class StraceTest {
  private static final int KEY = 0x51000001;

  @Test
  void shouldSpellSemget() {
    assertEquals(
        "semget(0x51000001, 2, IPC_CREAT|IPC_EXCL|0660)",
        Strace.semget(KEY, 2, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0660));
    assertEquals("semget(IPC_PRIVATE, 1, 0600)", Strace.semget(Ipc.IPC_PRIVATE, 1, 0600));
    assertEquals("semget(0x51000001, 5, 000)", Strace.semget(KEY, 5, 0));
    assertEquals("semget(0xfffffffb, 1, 000)", Strace.semget(-5, 1, 0));
    assertEquals("semget(0x7, -1, IPC_EXCL|077)", Strace.semget(7, -1, Ipc.IPC_EXCL | 077));
    assertEquals(
        "semget(0x7, 1, IPC_CREAT|IPC_NOWAIT|0x4000|007)",
        Strace.semget(7, 1, Ipc.IPC_CREAT | Ipc.IPC_NOWAIT | 0x4000 | 07));
    assertEquals(
        "semget(0x7, 1, IPC_CREAT|IPC_EXCL|IPC_NOWAIT|0xfffff000|0777)", Strace.semget(7, 1, -1));
  }

  @Test
  void shouldSeparateUnknownGetFlagsFromTheMode() {
    assertEquals("semget(0x8, 1, 0x8000|0644)", Strace.semget(8, 1, 0x8000 | 0644));
  }

  @Test
  void shouldSpellSemop() {
    Sembuf[] sops = {
      Sembuf.undo(0, 1), Sembuf.of(1, 0), new Sembuf(1, 3, Ipc.IPC_NOWAIT | Ipc.SEM_UNDO)
    };
    String line =
        "semop(0, [{sem_num=0, sem_op=1, sem_flg=SEM_UNDO}, {sem_num=1, sem_op=0, sem_flg=0}, "
            + "{sem_num=1, sem_op=3, sem_flg=SEM_UNDO|IPC_NOWAIT}], 3)";
    assertEquals(line, Strace.semop(0, sops));
    long[] packed = {Packed.pack(sops[0]), Packed.pack(sops[1]), Packed.pack(sops[2]), -1};
    assertEquals(line, Strace.semop(0, packed, 3));
    assertEquals("semop(0, [], 0)", Strace.semop(0));
  }

  @Test
  void shouldSpellUnknownOperationFlags() {
    assertEquals(
        "semop(0, [{sem_num=0, sem_op=-9, sem_flg=0x1 /* SEM_??? */}, "
            + "{sem_num=0, sem_op=1, sem_flg=SEM_UNDO|0x2}], 2)",
        Strace.semop(0, new Sembuf(0, -9, 1), new Sembuf(0, 1, Ipc.SEM_UNDO | 2)));
    assertEquals(
        "semop(0, [{sem_num=0, sem_op=-9, sem_flg=SEM_UNDO|IPC_NOWAIT|0xe7ff}], 1)",
        Strace.semop(0, new Sembuf(0, -9, -1)));
  }

  @Test
  void shouldShortenArraysOfMoreThan32() {
    Sembuf[] sops = new Sembuf[33];
    java.util.Arrays.fill(sops, Sembuf.of(0, 1));
    String line = Strace.semop(0, sops);
    assertEquals("{sem_num=0, sem_op=1, sem_flg=0}, ...], 33)", line.substring(line.length() - 43));
    assertEquals(32, line.split("sem_op=", -1).length - 1);
  }

  @Test
  void shouldSpellSemtimedop() {
    Sembuf[] sops = {new Sembuf(0, -1, 0)};
    String array = "[{sem_num=0, sem_op=-1, sem_flg=0}]";
    assertEquals("semtimedop(3, " + array + ", 1, NULL)", Strace.semtimedop(3, sops, null));
    assertEquals(
        "semtimedop(3, " + array + ", 1, {tv_sec=0, tv_nsec=50000000})",
        Strace.semtimedop(3, sops, Duration.ofMillis(50)));
    assertEquals(
        "semtimedop(3, " + array + ", 1, {tv_sec=-1, tv_nsec=5})",
        Strace.semtimedop(3, sops, Duration.ofSeconds(-1, 5)));
    assertEquals("semtimedop(3, NULL, 0, NULL)", Strace.semtimedop(3, null, null));
  }

  @Test
  void shouldSpellSemctl() {
    assertEquals("semctl(3, 0, SETVAL, 0x5)", Strace.semctl(3, 0, Ipc.SETVAL, 5));
    assertEquals("semctl(3, 1, SETVAL, 0xffffffff)", Strace.semctl(3, 1, Ipc.SETVAL, -1));
    assertEquals(
        "semctl(0, 0, IPC_SET, {sem_perm={uid=0, gid=0, mode=0644}})",
        Strace.semctl(0, 0, Ipc.IPC_SET, new IpcPerm(1, 0, 0, 0, 0, 0644, 0)));
    String[] names = {
      "IPC_RMID",
      "IPC_SET",
      "IPC_STAT",
      "IPC_INFO",
      "GETPID",
      "GETVAL",
      "GETALL",
      "GETNCNT",
      "GETZCNT",
      "SETVAL",
      "SETALL",
      "SEM_STAT",
      "SEM_INFO",
      "SEM_STAT_ANY"
    };
    int[] commands = {0, 1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    for (int i = 0; i < names.length; i++) {
      assertEquals("semctl(3, 0, " + names[i] + ")", Strace.semctl(3, 0, commands[i], null));
    }
    assertEquals("semctl(3, 0, 0x63 /* SEM_??? */)", Strace.semctl(3, 0, 99, null));
  }

  @Test
  void shouldSpellShmgetAndShmat() {
    assertEquals(
        "shmget(0x51000002, 5000, IPC_CREAT|0600)", Strace.shmget(0x51000002, 5000, 01600));
    assertEquals("shmget(IPC_PRIVATE, 18446744073709551615, 0600)", Strace.shmget(0, -1, 0600));
    assertEquals("shmat(1, NULL, SHM_RDONLY)", Strace.shmat(1, 0, Ipc.SHM_RDONLY));
    assertEquals("shmat(1, NULL, 0)", Strace.shmat(1, 0, 0));
    assertEquals(
        "shmat(0, 0x1001, SHM_RND|SHM_EXEC)", Strace.shmat(0, 0x1001, Ipc.SHM_RND | Ipc.SHM_EXEC));
    assertEquals(
        "shmat(0, NULL, SHM_RDONLY|SHM_REMAP)", Strace.shmat(0, 0, Ipc.SHM_RDONLY | Ipc.SHM_REMAP));
    assertEquals("shmat(0, NULL, 0x1 /* SHM_??? */)", Strace.shmat(0, 0, 1));
    assertEquals("shmat(0, NULL, SHM_RDONLY|0x1)", Strace.shmat(0, 0, Ipc.SHM_RDONLY | 1));
    assertEquals("shmdt(0x7fe99e456000)", Strace.shmdt(0x7fe99e456000L));
    assertEquals("shmdt(NULL)", Strace.shmdt(0));
  }

  @Test
  void shouldSpellShmctl() {
    String[] names = {
      "IPC_RMID",
      "IPC_SET",
      "IPC_STAT",
      "IPC_INFO",
      "SHM_LOCK",
      "SHM_UNLOCK",
      "SHM_STAT",
      "SHM_INFO",
      "SHM_STAT_ANY"
    };
    int[] commands = {0, 1, 2, 3, 11, 12, 13, 14, 15};
    for (int i = 0; i < names.length; i++) {
      assertEquals("shmctl(7, " + names[i] + ")", Strace.shmctl(7, commands[i], null));
    }
    assertEquals("shmctl(0, 0x63 /* SHM_??? */)", Strace.shmctl(0, 99, null));
    assertEquals(
        "shmctl(0, IPC_SET, {shm_perm={uid=0, gid=0, mode=0600}})",
        Strace.shmctl(0, Ipc.IPC_SET, new IpcPerm(1, 0, 0, 0, 0, 0600, 0)));
  }
}
