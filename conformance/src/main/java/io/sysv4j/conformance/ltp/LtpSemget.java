package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ftok;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SemidDs;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.contract.Machine;
import io.sysv4j.conformance.harness.Provider;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** syscalls/semget. */
public abstract class LtpSemget extends Contract {
  private static final int PSEMS = 10;

  /** The cases for one provider. */
  protected LtpSemget(Provider provider) {
    super(provider);
  }

  @Test
  @DisplayName("semget01#1 a key of ftok makes a set of 10; IPC_RMID ignores semnum 10")
  void semget01_1(@TempDir Path dir) {
    int semid = semget(Ftok.ftok(dir, 'b'), PSEMS, IPC_CREAT | IPC_EXCL | 0600);
    SemidDs ds = ns.semStat(semid);

    assertTrue(semid >= 0);
    assertEquals(PSEMS, ds.semNsems());
    assertEquals(Machine.uid(), ds.perm().cuid());
    assertEquals(0, ns.semctl(semid, PSEMS, Ipc.IPC_RMID, null));
  }

  @Test
  @DisplayName("semget02#1 nobody gets a set of mode 0: EACCES")
  void semget02_1() {
    int key = key();
    semget(key, PSEMS, IPC_CREAT | IPC_EXCL);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.semget(key, PSEMS, 0600));
  }

  @Test
  @DisplayName("semget02#2 IPC_CREAT|IPC_EXCL and the key exists: EEXIST")
  void semget02_2() {
    int key = key();
    semget(key, PSEMS, IPC_CREAT | IPC_EXCL);

    assertErrno(Errno.EEXIST, () -> ns.semget(key, PSEMS, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("semget02#3 no IPC_CREAT and no such key: ENOENT")
  void semget02_3() {
    assertErrno(Errno.ENOENT, () -> ns.semget(key(), PSEMS, 0600));
  }

  @Test
  @DisplayName("semget02#4 a set of -1: EINVAL")
  void semget02_4() {
    assertErrno(Errno.EINVAL, () -> ns.semget(key(), -1, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("semget02#5 a set of SEMMSL + 1: EINVAL")
  void semget02_5() {
    int tooMany = ns.semIpcInfo().semmsl() + 1;

    assertErrno(Errno.EINVAL, () -> ns.semget(key(), tooMany, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("semget02#6 more than the set has: EINVAL")
  void semget02_6() {
    int key = key();
    semget(key, PSEMS, IPC_CREAT | IPC_EXCL | 0600);

    assertErrno(Errno.EINVAL, () -> ns.semget(key, PSEMS + 1, 0600));
  }

  @Test
  @DisplayName("semget05#1 one set more than SEMMNI: ENOSPC")
  void semget05_1() {
    IpcNamespace small = fresh("semmni", "20").namespace();
    for (int used = small.semInfo().semusz(); used < small.semIpcInfo().semmni(); used++) {
      small.semget(1000 + used, PSEMS, IPC_CREAT | IPC_EXCL | 0600);
    }

    assertErrno(Errno.ENOSPC, () -> small.semget(999, PSEMS, IPC_CREAT | IPC_EXCL | 0600));
    assertEquals(20, small.semInfo().semusz());
  }
}
