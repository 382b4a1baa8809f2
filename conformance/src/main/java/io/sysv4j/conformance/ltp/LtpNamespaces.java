package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.IPC_CREAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * containers/sysvipc. A JVM can't be cloned into another namespace, but it can be started in one;
 * so the cases with clone and with unshare are the same here.
 */
public abstract class LtpNamespaces extends Contract {
  /** The cases for one provider. */
  protected LtpNamespaces(Provider provider) {
    super(provider);
  }

  /** A process of another namespace. */
  private IpcNamespace elsewhere() {
    return fresh().peer().namespace();
  }

  @Test
  @DisplayName("sem_comm#1 the same key in two namespaces: two sets")
  void sem_comm_1() {
    int key = key();
    IpcNamespace first = elsewhere();
    IpcNamespace second = elsewhere();
    int inFirst = first.semget(key, 1, IPC_CREAT | 0600);
    int inSecond = second.semget(key, 1, IPC_CREAT | 0600);
    first.setVal(inFirst, 0, 1);
    second.setVal(inSecond, 0, 1);

    assertEquals(Errno.SUCCESS, first.trySemop(inFirst, op(0, -1)));
    assertEquals(Errno.SUCCESS, second.trySemop(inSecond, op(0, -1)));
  }

  private void assertSetFound(IpcNamespace child, boolean found) {
    int key = key();
    int semid = semget(key, 1, IPC_CREAT | 0666);
    if (found) {
      assertEquals(semid, child.semget(key, 1, 0));
    } else {
      assertErrno(Errno.ENOENT, () -> child.semget(key, 1, 0));
    }
  }

  @Test
  @DisplayName("sem_nstest#none a child finds its parent's set")
  void sem_nstest_none() {
    assertSetFound(other(), true);
  }

  @Test
  @DisplayName("sem_nstest#clone a child in another namespace does not")
  void sem_nstest_clone() {
    assertSetFound(elsewhere(), false);
  }

  @Test
  @DisplayName("sem_nstest#unshare a child in another namespace does not")
  void sem_nstest_unshare() {
    assertSetFound(elsewhere(), false);
  }

  @Test
  @DisplayName("semtest_2ns#none one child gives with SEM_UNDO, another takes")
  void semtest_2ns_none() {
    int key = key();
    IpcNamespace first = other();
    IpcNamespace second = other();
    int semid = sweep(first.semget(key, 1, IPC_CREAT | 0666));
    first.semop(semid, undo(0, 1));
    int found = second.semget(key, 1, 0);

    assertEquals(semid, found);
    second.semop(found, new Sembuf(0, -1, Ipc.IPC_NOWAIT | Ipc.SEM_UNDO));
  }

  private void assertSetOfOtherChildNotFound() {
    int key = key();
    IpcNamespace first = elsewhere();
    IpcNamespace second = elsewhere();
    first.semop(first.semget(key, 1, IPC_CREAT | 0666), undo(0, 1));

    assertErrno(Errno.ENOENT, () -> second.semget(key, 1, 0));
  }

  @Test
  @DisplayName("semtest_2ns#clone children in namespaces of their own share no set")
  void semtest_2ns_clone() {
    assertSetOfOtherChildNotFound();
  }

  @Test
  @DisplayName("semtest_2ns#unshare children in namespaces of their own share no set")
  void semtest_2ns_unshare() {
    assertSetOfOtherChildNotFound();
  }

  @Test
  @DisplayName("shm_comm#1 the same key in two namespaces: two segments")
  void shm_comm_1() {
    int key = key();
    IpcNamespace first = elsewhere();
    IpcNamespace second = elsewhere();
    PeerMemory a = (PeerMemory) first.shmat(first.shmget(key, 50, IPC_CREAT | 0600), 0);
    a.poke(0, (byte) 'A');
    PeerMemory b = (PeerMemory) second.shmat(second.shmget(key, 50, IPC_CREAT | 0600), 0);
    b.poke(0, (byte) 'B');

    assertArrayEquals(new byte[] {'A'}, a.peek(0, 1));
  }

  private void assertSegmentFound(IpcNamespace maker, IpcNamespace child, boolean found) {
    int key = key();
    int shmid = maker.shmget(key, 100, IPC_CREAT);
    if (found) {
      sweepSegment(shmid);
      assertEquals(shmid, child.shmget(key, 100, 0));
    } else {
      assertErrno(Errno.ENOENT, () -> child.shmget(key, 100, 0));
      maker.shmRmid(shmid);
    }
  }

  @Test
  @DisplayName("shmem_2nstest#none a child finds another child's segment")
  void shmem_2nstest_none() {
    assertSegmentFound(other(), other(), true);
  }

  @Test
  @DisplayName("shmem_2nstest#clone children in namespaces of their own share no segment")
  void shmem_2nstest_clone() {
    assertSegmentFound(elsewhere(), elsewhere(), false);
  }

  @Test
  @DisplayName("shmem_2nstest#unshare children in namespaces of their own share no segment")
  void shmem_2nstest_unshare() {
    assertSegmentFound(elsewhere(), elsewhere(), false);
  }

  @Test
  @DisplayName("shmnstest#none a child finds its parent's segment")
  void shmnstest_none() {
    assertSegmentFound(ns, other(), true);
  }

  @Test
  @DisplayName("shmnstest#clone a child in another namespace does not")
  void shmnstest_clone() {
    assertSegmentFound(ns, elsewhere(), false);
  }

  @Test
  @DisplayName("shmnstest#unshare a child in another namespace does not")
  void shmnstest_unshare() {
    assertSegmentFound(ns, elsewhere(), false);
  }
}
