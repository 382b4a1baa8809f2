package io.sysv4j.conformance.ltp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import io.sysv4j.Seminfo;
import io.sysv4j.Semun;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.contract.Machine;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Stage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/semctl, from the second on: errors, users, a torture, usage. */
public abstract class LtpSemctl extends Contract {
  private static final int PSEMS = 10;

  /** The cases for one provider. */
  protected LtpSemctl(Provider provider) {
    super(provider);
  }

  private int tenSemaphores() {
    return semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT | 0600);
  }

  @Test
  @DisplayName("semctl02#1 the owner of a set of mode 0, IPC_STAT: EACCES")
  void semctl02_1() {
    IpcNamespace nobody = nobody();
    int semid = sweep(nobody.semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT));

    assertErrno(Errno.EACCES, () -> nobody.semStat(semid));
  }

  @Test
  @DisplayName("semctl03#1 command -1: EINVAL")
  void semctl03_1() {
    assertErrno(Errno.EINVAL, () -> ns.semctl(tenSemaphores(), 0, -1, new Semun()));
  }

  @Test
  @DisplayName("semctl03#2 semid -1: EINVAL")
  void semctl03_2() {
    assertErrno(Errno.EINVAL, () -> ns.semctl(-1, 0, Ipc.IPC_STAT, new Semun()));
  }

  @Test
  @DisplayName("semctl03#3 GETALL to nowhere: EFAULT")
  void semctl03_3() {
    assertErrno(Errno.EFAULT, () -> ns.semctl(tenSemaphores(), 0, Ipc.GETALL, null));
  }

  @Test
  @DisplayName("semctl03#4 IPC_SET from nowhere: EFAULT")
  void semctl03_4() {
    assertErrno(Errno.EFAULT, () -> ns.semctl(tenSemaphores(), 0, Ipc.IPC_SET, new Semun()));
  }

  @Test
  @DisplayName("semctl04#1 nobody sets root's set: EPERM")
  void semctl04_1() {
    int semid = semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT);
    IpcPerm perm = ns.semStatAnyAt(semid).perm();
    IpcNamespace nobody = nobody();

    assertErrno(
        Errno.EPERM, () -> nobody.semSet(semid, perm.with(perm.uid() + 1, perm.gid() + 1, 0666)));
    assertEquals(perm, ns.semStatAnyAt(semid).perm());
  }

  @Test
  @DisplayName("semctl04#2 nobody removes root's set: EPERM")
  void semctl04_2() {
    int semid = semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.semRmid(semid));
  }

  @Test
  @DisplayName("semctl05#1 SETVAL -1: ERANGE")
  void semctl05_1() {
    assertErrno(Errno.ERANGE, () -> ns.semctl(tenSemaphores(), 5, Ipc.SETVAL, Semun.val(-1)));
  }

  @Test
  @DisplayName("semctl05#2 SETALL 65535: ERANGE")
  void semctl05_2() {
    int[] values = new int[PSEMS];
    Arrays.fill(values, 65535);

    assertErrno(Errno.ERANGE, () -> ns.setAll(tenSemaphores(), values));
  }

  @Test
  @DisplayName("semctl05#3 SETVAL 65535: ERANGE")
  void semctl05_3() {
    assertErrno(Errno.ERANGE, () -> ns.setVal(tenSemaphores(), 5, 65535));
  }

  @Test
  @DisplayName("semctl06#1 arrays and their opposites from many threads of 3 processes net to 0")
  void semctl06_1() {
    Sleeper[] workers = new Sleeper[15];
    int[] semids = new int[3];
    int[][] initial = new int[3][];
    for (int p = 0; p < 3; p++) {
      IpcNamespace process = other();
      Random random = new Random(p);
      initial[p] = random.ints(5, 100, 1000).toArray();
      semids[p] = semget(key(), 5, Ipc.IPC_CREAT | 0600);
      process.semop(semids[p], operations(initial[p], 1));
      for (int i = 0; i < 5; i++) {
        int semid = semids[p];
        int[] max = initial[p];
        workers[5 * p + i] = Sleeper.start(() -> takeAndGive(process, semid, max));
      }
    }
    assertDone(workers);
    for (int p = 0; p < 3; p++) {
      assertValues(semids[p], initial[p]);
      ns.semRmid(semids[p]);
    }
  }

  private static Sembuf[] operations(int[] amounts, int sign) {
    Sembuf[] sops = new Sembuf[amounts.length];
    for (int i = 0; i < sops.length; i++) {
      sops[i] = undo(i, sign * amounts[i]);
    }
    return sops;
  }

  private static void takeAndGive(IpcNamespace process, int semid, int[] max) {
    Random random = new Random();
    for (int round = 0; round < 250; round++) {
      int[] amounts = Arrays.stream(max).map(m -> 1 + random.nextInt(m / 2 - 1)).toArray();
      process.semop(semid, operations(amounts, -1));
      process.semop(semid, operations(amounts, 1));
    }
  }

  @Test
  @DisplayName("semctl07#1 a set of one: owner, value, process, counts")
  void semctl07_1() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, Ipc.IPC_CREAT | 0600);
    SemidDs ds = ns.semStat(semid);
    assertEquals(1, ds.semNsems());
    assertEquals(Machine.uid(), ds.perm().uid());
    assertEquals(Machine.uid(), ds.perm().cuid());
    assertEquals(Machine.gid(), ds.perm().gid());
    assertEquals(Machine.gid(), ds.perm().cgid());
    assertTrue(ns.getVal(semid, 0) >= 0);
    ns.setVal(semid, 0, 1);

    assertEquals(1, ns.getVal(semid, 0));
    assertEquals(ownPid(), ns.getPid(semid, 0));
    assertEquals(0, ns.getNcnt(semid, 0));
    assertEquals(0, ns.getZcnt(semid, 0));
  }

  /** Finds every set by its index, and compares with the usage. */
  private static void assertUsageAddsUp(IpcNamespace ns) {
    Semun arg = new Semun();
    int highest = ns.semctl(0, 0, Ipc.SEM_INFO, arg);
    Seminfo usage = arg.info;
    ns.semctl(highest, 0, Ipc.SEM_STAT_ANY, arg);
    int sets = 0;
    int semaphores = 0;
    for (int index = 0; index <= highest; index++) {
      try {
        semaphores += ns.semStatAnyAt(index).semNsems();
        sets++;
      } catch (IpcException e) {
        assertEquals(Errno.EINVAL, e.errno());
      }
    }
    assertEquals(usage.semusz(), sets);
    assertEquals(usage.semaem(), semaphores);
    assertTrue(sets > 0);
  }

  /** A namespace with some sets, all of mode 0600, and gaps between their indices. */
  private Stage someSets() {
    Stage stage = fresh();
    for (int i = 1; i <= 6; i++) {
      int semid = stage.namespace().semget(Ipc.IPC_PRIVATE, i, 0600);
      if (i % 3 == 1) {
        stage.namespace().semRmid(semid);
      }
    }
    return stage;
  }

  @Test
  @DisplayName("semctl09#1 nobody finds all sets by SEM_STAT_ANY, and SEM_INFO counts them")
  void semctl09_1() {
    assertUsageAddsUp(someSets().peer(Login.NOBODY).namespace());
  }

  @Test
  @DisplayName("semctl09#2 the same as root")
  void semctl09_2() {
    assertUsageAddsUp(someSets().namespace());
  }
}
