package io.sysv4j.conformance.ltp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Semun;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/semctl, the first: each command once, by its number. */
public abstract class LtpSemctl01 extends Contract {
  private static final int PSEMS = 10;
  private static final int CHILDREN = 5;

  private final Semun arg = new Semun();
  private int semid;

  /** The cases for one provider. */
  protected LtpSemctl01(Provider provider) {
    super(provider);
  }

  @BeforeEach
  void makeSet() {
    semid = semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT | 0600);
  }

  private int semctl(int semnum, int cmd) {
    return ns.semctl(semid, semnum, cmd, arg);
  }

  @Test
  @DisplayName("semctl01#1 IPC_STAT: 10 semaphores, mode exactly 0600")
  void semctl01_1() {
    assertEquals(0, semctl(0, Ipc.IPC_STAT));
    assertEquals(PSEMS, arg.buf.semNsems());
    assertEquals(0600, arg.buf.perm().mode());
  }

  @Test
  @DisplayName("semctl01#2 IPC_SET: mode 0666")
  void semctl01_2() {
    var ds = ns.semStat(semid);
    ns.semSet(semid, ds.perm().withMode(ds.perm().mode() | 0066));
    semctl(0, Ipc.IPC_STAT);

    assertEquals(0666, arg.buf.perm().mode());
  }

  @Test
  @DisplayName("semctl01#3 GETALL: 10 zeros")
  void semctl01_3() {
    assertEquals(0, semctl(0, Ipc.GETALL));
    assertArrayEquals(new int[PSEMS], arg.array);
  }

  @Test
  @DisplayName("semctl01#4 GETNCNT: 5 sleep; none after SIGKILL")
  void semctl01_4() {
    PeerJvm child = peer();
    for (int i = 0; i < CHILDREN; i++) {
      asleepIn(child.namespace(), semid, op(4, -1));
    }
    assertEquals(CHILDREN, semctl(4, Ipc.GETNCNT));
    child.kill();

    assertEquals(0, semctl(4, Ipc.GETNCNT));
  }

  @Test
  @DisplayName("semctl01#5 GETPID: the process that operated last, though it is gone")
  void semctl01_5() {
    PeerJvm child = peer();
    child.namespace().semop(semid, op(2, 1));
    child.exit();

    assertEquals(child.pid(), semctl(2, Ipc.GETPID));
  }

  @Test
  @DisplayName("semctl01#6 GETVAL: what a process that is gone left")
  void semctl01_6() {
    PeerJvm child = peer();
    child.namespace().semop(semid, op(2, 1));
    child.exit();

    assertEquals(1, semctl(2, Ipc.GETVAL));
  }

  @Test
  @DisplayName("semctl01#7 GETZCNT: 5 sleep; none after SIGKILL")
  void semctl01_7() {
    ns.semop(semid, op(4, 1));
    PeerJvm child = peer();
    for (int i = 0; i < CHILDREN; i++) {
      asleepIn(child.namespace(), semid, op(4, 0));
    }
    assertEquals(CHILDREN, semctl(4, Ipc.GETZCNT));
    child.kill();

    assertEquals(0, semctl(4, Ipc.GETZCNT));
  }

  @Test
  @DisplayName("semctl01#8 SETALL: ten 3s")
  void semctl01_8() {
    int[] threes = new int[PSEMS];
    Arrays.fill(threes, 3);
    arg.array = threes;
    assertEquals(0, semctl(0, Ipc.SETALL));
    semctl(0, Ipc.GETALL);

    assertArrayEquals(threes, arg.array);
  }

  @Test
  @DisplayName("semctl01#9 SETVAL: 2")
  void semctl01_9() {
    arg.val = 2;
    assertEquals(0, semctl(4, Ipc.SETVAL));

    assertEquals(2, semctl(4, Ipc.GETVAL));
  }

  @Test
  @DisplayName("semctl01#10 IPC_INFO: the highest index")
  void semctl01_10() {
    assertTrue(semctl(0, Ipc.IPC_INFO) >= 0);
  }

  @Test
  @DisplayName("semctl01#11 SEM_INFO: at least one set")
  void semctl01_11() {
    assertTrue(semctl(0, Ipc.SEM_INFO) >= 0);
    assertTrue(arg.info.semusz() >= 1);
  }

  @Test
  @DisplayName("semctl01#12 SEM_STAT of the highest index: an identifier")
  void semctl01_12() {
    var alone = fresh().namespace();
    int made = alone.semget(Ipc.IPC_PRIVATE, PSEMS, Ipc.IPC_CREAT | 0600);
    int index = alone.semctl(made, 0, Ipc.IPC_INFO, arg);

    assertEquals(made, alone.semctl(index, 0, Ipc.SEM_STAT, arg));
  }

  @Test
  @DisplayName("semctl01#13 IPC_RMID, then semop: EINVAL, not EIDRM")
  void semctl01_13() {
    assertEquals(0, semctl(0, Ipc.IPC_RMID));

    assertErrno(Errno.EINVAL, () -> ns.semop(semid, op(0, 1)));
  }
}
