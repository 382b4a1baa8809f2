package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/shmget. */
public abstract class LtpShmget extends Contract {
  private static final int SIZE = 2048;

  /** The cases for one provider. */
  protected LtpShmget(Provider provider) {
    super(provider);
  }

  @Test
  @DisplayName("shmget02#1 IPC_EXCL alone and no such key: ENOENT")
  void shmget02_1() {
    assertErrno(Errno.ENOENT, () -> ns.shmget(key(), SIZE, IPC_EXCL));
  }

  @Test
  @DisplayName("shmget02#2 IPC_CREAT|IPC_EXCL and the key exists: EEXIST")
  void shmget02_2() {
    int key = key();
    shmget(key, SIZE, IPC_CREAT | IPC_EXCL);

    assertErrno(Errno.EEXIST, () -> ns.shmget(key, SIZE, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("shmget02#3 SHMMIN - 1: EINVAL")
  void shmget02_3() {
    long tooSmall = ns.shmIpcInfo().shmmin() - 1;

    assertErrno(Errno.EINVAL, () -> ns.shmget(key(), tooSmall, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("shmget02#4 SHMMAX + 1: EINVAL")
  void shmget02_4() {
    IpcNamespace small = fresh("shmmax", "8192").namespace();

    assertErrno(Errno.EINVAL, () -> small.shmget(key(), 8193, IPC_CREAT | IPC_EXCL));
  }

  @Test
  @DisplayName("shmget02#5 more than the segment has: EINVAL")
  void shmget02_5() {
    int key = key();
    shmget(key, SIZE, IPC_CREAT | IPC_EXCL);

    assertErrno(Errno.EINVAL, () -> ns.shmget(key, 2 * SIZE, IPC_EXCL));
  }

  @Test
  @DisplayName("shmget02#6 nobody gets root's segment of mode 0: EACCES")
  void shmget02_6() {
    int key = key();
    shmget(key, SIZE, IPC_CREAT | IPC_EXCL);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.shmget(key, SIZE, 0400));
  }

  @Test
  @DisplayName("shmget03#1 one segment more than SHMMNI: ENOSPC")
  void shmget03_1() {
    IpcNamespace small = fresh("shmmni", "20").namespace();
    for (int used = small.shmInfo().usedIds(); used < small.shmIpcInfo().shmmni(); used++) {
      small.shmget(1000 + used, SIZE, IPC_CREAT | IPC_EXCL | 0600);
    }

    assertErrno(Errno.ENOSPC, () -> small.shmget(999, SIZE, IPC_CREAT | IPC_EXCL | 0600));
    assertEquals(20, small.shmInfo().usedIds());
  }

  private void assertOwnerMayNot(int rights) {
    int key = key();
    IpcNamespace nobody = nobody();
    sweepSegment(nobody.shmget(key, SIZE, IPC_CREAT | IPC_EXCL));

    assertErrno(Errno.EACCES, () -> nobody.shmget(key, SIZE, rights));
  }

  @Test
  @DisplayName("shmget04#1 the owner of a segment of mode 0 wants to read: EACCES")
  void shmget04_1() {
    assertOwnerMayNot(0400);
  }

  @Test
  @DisplayName("shmget04#2 the owner of a segment of mode 0 wants to write: EACCES")
  void shmget04_2() {
    assertOwnerMayNot(0200);
  }

  @Test
  @DisplayName("shmget04#3 the owner of a segment of mode 0 wants both: EACCES")
  void shmget04_3() {
    assertOwnerMayNot(0600);
  }
}
