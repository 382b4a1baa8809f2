package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Semun;
import io.sysv4j.Shmun;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.law.IdSequence;
import org.junit.jupiter.api.Test;

/** {@code semctl} and {@code shmctl} by the numbers of their commands, as ported C code calls. */
public abstract class CommandContract extends Contract {
  private static final int[] SEM_COMMANDS = {
    Ipc.IPC_RMID, Ipc.IPC_SET, Ipc.IPC_STAT, Ipc.IPC_INFO, Ipc.GETPID, Ipc.GETVAL, Ipc.GETALL,
    Ipc.GETNCNT, Ipc.GETZCNT, Ipc.SETVAL, Ipc.SETALL, Ipc.SEM_STAT, Ipc.SEM_INFO, Ipc.SEM_STAT_ANY
  };
  private static final int[] SHM_COMMANDS = {
    Ipc.IPC_RMID,
    Ipc.IPC_SET,
    Ipc.IPC_STAT,
    Ipc.IPC_INFO,
    Ipc.SHM_LOCK,
    Ipc.SHM_UNLOCK,
    Ipc.SHM_STAT,
    Ipc.SHM_INFO,
    Ipc.SHM_STAT_ANY
  };

  /** A contract for one provider. */
  protected CommandContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldRefuseANegativeSemidWhateverTheCommand() {
    for (int cmd : SEM_COMMANDS) {
      assertErrno(Errno.EINVAL, () -> ns.semctl(-1, 0, cmd, new Semun()));
    }
    assertErrno(Errno.EINVAL, () -> ns.semctl(-1, 0, Ipc.SETVAL, Semun.val(-1)));
    for (int cmd : SHM_COMMANDS) {
      assertErrno(Errno.EINVAL, () -> ns.shmctl(-1, cmd, new Shmun()));
    }
  }

  @Test
  void shouldRefuseAnUnknownCommand() {
    int semid = set(1);
    int shmid = segment(1);
    for (int cmd : new int[] {-1, 4, 10, 21, 99, Integer.MAX_VALUE}) {
      assertErrno(Errno.EINVAL, () -> ns.semctl(semid, 0, cmd, new Semun()));
      assertErrno(Errno.EINVAL, () -> ns.semctl(unusedId(), 0, cmd, null));
      assertErrno(Errno.EINVAL, () -> ns.shmctl(shmid, cmd, new Shmun()));
    }
  }

  @Test
  void shouldReturnWhatTheGetCommandsGet() {
    int semid = set(0, 3);
    ns.semop(semid, 1, 1, 0);
    Sleeper take = asleep(semid, op(0, -1));
    Sleeper zero = asleep(semid, op(1, 0));

    assertEquals(4, ns.semctl(semid, 1, Ipc.GETVAL, null));
    assertEquals(ownPid(), ns.semctl(semid, 1, Ipc.GETPID, null));
    assertEquals(1, ns.semctl(semid, 0, Ipc.GETNCNT, null));
    assertEquals(1, ns.semctl(semid, 1, Ipc.GETZCNT, null));
    assertEquals(0, ns.semctl(semid, 0, Ipc.GETZCNT, null));
    assertSleptUntilRemoved(semid, take, zero);
  }

  @Test
  void shouldIgnoreTheNumberWhereTheCommandNamesNoSemaphore() {
    int semid = set(1, 2);
    Semun arg = new Semun();

    assertEquals(0, ns.semctl(semid, 99, Ipc.GETALL, arg));
    assertArrayEquals(new int[] {1, 2}, arg.array);
    assertEquals(0, ns.semctl(semid, -5, Ipc.SETALL, arg));
    assertEquals(0, ns.semctl(semid, 99, Ipc.IPC_STAT, arg));
    assertEquals(0, ns.semctl(semid, 99, Ipc.IPC_SET, arg));
    assertEquals(0, ns.semctl(semid, 10, Ipc.IPC_RMID, null));
    assertErrno(Errno.EINVAL, () -> ns.semctl(semid, 0, Ipc.IPC_RMID, null));
  }

  @Test
  void shouldSetThroughTheUnion() {
    int semid = set(0, 0);
    Semun arg = Semun.val(7);
    assertEquals(0, ns.semctl(semid, 1, Ipc.SETVAL, arg));
    assertValues(semid, 0, 7);
    arg.array = new int[] {3, 4};
    assertEquals(0, ns.semctl(semid, 0, Ipc.SETALL, arg));
    assertValues(semid, 3, 4);
    ns.semctl(semid, 0, Ipc.IPC_STAT, arg);
    assertEquals(ns.semStat(semid), arg.buf);
  }

  @Test
  void shouldReturnIdentifiersAndIndicesOfSets() {
    int semid = set(0);
    Semun arg = new Semun();

    assertEquals(semid, ns.semctl(IdSequence.index(semid), 0, Ipc.SEM_STAT, arg));
    assertEquals(semid, ns.semctl(IdSequence.index(semid), 0, Ipc.SEM_STAT_ANY, arg));
    assertEquals(semid, arg.buf.semid());
    int highest = ns.semctl(0, 0, Ipc.IPC_INFO, arg);
    assertEquals(arg.info.highestIndex(), highest);
    assertEquals(20, arg.info.semusz());
    highest = ns.semctl(unusedId(), 0, Ipc.SEM_INFO, arg);
    assertEquals(arg.info.highestIndex(), highest);
  }

  @Test
  void shouldNeedAnArgumentWhereTheCommandWrites() {
    int semid = set(0);
    for (int cmd : new int[] {Ipc.IPC_STAT, Ipc.GETALL, Ipc.IPC_SET, Ipc.SETALL}) {
      assertErrno(Errno.EFAULT, () -> ns.semctl(semid, 0, cmd, null));
    }
    assertErrno(Errno.EFAULT, () -> ns.semctl(0, 0, Ipc.IPC_INFO, null));
    assertErrno(Errno.EFAULT, () -> ns.semctl(0, 0, Ipc.SEM_INFO, null));
    assertErrno(Errno.EINVAL, () -> ns.semctl(unusedId(), 0, Ipc.IPC_STAT, null));
    assertErrno(Errno.EINVAL, () -> ns.semctl(unusedId(), 0, Ipc.GETALL, null));
    assertErrno(Errno.EINVAL, () -> ns.semctl(unusedId(), 0, Ipc.SETALL, null));
    assertErrno(Errno.EFAULT, () -> ns.semctl(unusedId(), 0, Ipc.IPC_SET, null));
  }

  @Test
  void shouldCarryOutTheCommandsOfSegments() {
    int shmid = segment(5);
    Shmun arg = new Shmun();
    int index = IdSequence.index(shmid);

    assertEquals(0, ns.shmctl(shmid, Ipc.IPC_STAT, arg));
    assertEquals(ns.shmStat(shmid), arg.buf);
    assertEquals(0, ns.shmctl(shmid, Ipc.IPC_SET, arg));
    assertEquals(shmid, ns.shmctl(index, Ipc.SHM_STAT, arg));
    assertEquals(shmid, ns.shmctl(index, Ipc.SHM_STAT_ANY, arg));
    int highest = ns.shmctl(0, Ipc.IPC_INFO, arg);
    assertEquals(arg.info.highestIndex(), highest);
    highest = ns.shmctl(0, Ipc.SHM_INFO, arg);
    assertEquals(arg.usage.highestIndex(), highest);
    assertEquals(0, ns.shmctl(shmid, Ipc.SHM_LOCK, null));
    assertEquals(0, ns.shmctl(shmid, Ipc.SHM_UNLOCK, null));
    assertEquals(0, ns.shmctl(shmid, Ipc.IPC_RMID, null));
    assertErrno(Errno.EINVAL, () -> ns.shmctl(shmid, Ipc.IPC_STAT, arg));
  }

  @Test
  void shouldNeedAnArgumentWhereACommandOfSegmentsWrites() {
    int shmid = segment(5);
    for (int cmd : new int[] {Ipc.IPC_STAT, Ipc.IPC_SET, Ipc.IPC_INFO, Ipc.SHM_INFO}) {
      assertErrno(Errno.EFAULT, () -> ns.shmctl(shmid, cmd, null));
    }
    assertErrno(Errno.EINVAL, () -> ns.shmctl(unusedId(), Ipc.IPC_STAT, null));
    assertErrno(Errno.EFAULT, () -> ns.shmctl(unusedId(), Ipc.IPC_SET, null));
  }
}
