package io.sysv4j.conformance.ltp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmUsage;
import io.sysv4j.ShmidDs;
import io.sysv4j.Shminfo;
import io.sysv4j.Shmun;
import io.sysv4j.conformance.contract.Clock;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/shmctl. */
public abstract class LtpShmctl extends Contract {
  private static final int SIZE = 2048;
  private static final int ATTACHES = 20;

  /** The cases for one provider. */
  protected LtpShmctl(Provider provider) {
    super(provider);
  }

  private int indexOf(int shmid) {
    int highest = ns.shmctl(0, Ipc.SHM_INFO, new Shmun());
    for (int index = 0; index <= highest; index++) {
      try {
        if (ns.shmctl(index, Ipc.SHM_STAT, new Shmun()) == shmid) {
          return index;
        }
      } catch (IpcException e) {
        assertEquals(Errno.EINVAL, e.errno());
      }
    }
    throw new AssertionError("no index has segment " + shmid);
  }

  @Test
  @DisplayName("shmctl01#1 a new segment, by id and by index: size, creator, time")
  void shmctl01_1() {
    long before = Clock.earliest();
    int shmid = segment(SIZE);
    long after = Clock.latest();
    ShmidDs byId = ns.shmStat(shmid);

    assertEquals(SIZE, byId.shmSegsz());
    assertEquals(ownPid(), byId.shmCpid());
    assertTrue(before <= byId.shmCtime() && byId.shmCtime() <= after, byId::toString);
    assertEquals(byId, ns.shmStatAt(indexOf(shmid)));
  }

  @Test
  @DisplayName("shmctl01#2 nattch 0, then 20, then 0")
  void shmctl01_2() {
    int shmid = segment(SIZE);
    int index = indexOf(shmid);
    assertEquals(0, ns.shmStat(shmid).shmNattch());
    List<SharedMemory> attaches = new ArrayList<>();
    IpcNamespace[] children = {other(), other(), other(), other()};
    for (int i = 0; i < ATTACHES; i++) {
      attaches.add(children[i % children.length].shmat(shmid, 0));
    }
    assertEquals(ATTACHES, ns.shmStat(shmid).shmNattch());
    assertEquals(ATTACHES, ns.shmStatAt(index).shmNattch());
    attaches.forEach(SharedMemory::close);

    assertEquals(0, ns.shmStat(shmid).shmNattch());
    assertEquals(0, ns.shmStatAt(index).shmNattch());
  }

  @Test
  @DisplayName("shmctl02#1 the owner of a segment of mode 0, IPC_STAT: EACCES")
  void shmctl02_1() {
    IpcNamespace nobody = nobody();
    int shmid = sweepSegment(nobody.shmget(Ipc.IPC_PRIVATE, SIZE, Ipc.IPC_CREAT));

    assertErrno(Errno.EACCES, () -> nobody.shmStat(shmid));
  }

  @Test
  @DisplayName("shmctl02#2 IPC_SET from nowhere: EFAULT")
  void shmctl02_2() {
    IpcNamespace nobody = nobody();
    int shmid = sweepSegment(nobody.shmget(Ipc.IPC_PRIVATE, SIZE, Ipc.IPC_CREAT | 0600));

    assertErrno(Errno.EFAULT, () -> nobody.shmctl(shmid, Ipc.IPC_SET, null));
  }

  @Test
  @DisplayName("shmctl02#3 IPC_STAT to nowhere: EFAULT")
  void shmctl02_3() {
    IpcNamespace nobody = nobody();
    int shmid = sweepSegment(nobody.shmget(Ipc.IPC_PRIVATE, SIZE, Ipc.IPC_CREAT | 0600));

    assertErrno(Errno.EFAULT, () -> nobody.shmctl(shmid, Ipc.IPC_STAT, null));
  }

  @Test
  @DisplayName("shmctl02#4 command -1: EINVAL")
  void shmctl02_4() {
    assertErrno(Errno.EINVAL, () -> ns.shmctl(segment(SIZE), -1, new Shmun()));
  }

  @Test
  @DisplayName("shmctl02#5 shmid -1: EINVAL")
  void shmctl02_5() {
    assertErrno(Errno.EINVAL, () -> ns.shmctl(-1, Ipc.IPC_STAT, new Shmun()));
  }

  @Test
  @DisplayName("shmctl02#6 a removed segment: EINVAL")
  void shmctl02_6() {
    int shmid = segment(SIZE);
    ns.shmRmid(shmid);

    assertErrno(Errno.EINVAL, () -> ns.shmctl(shmid, Ipc.IPC_STAT, new Shmun()));
  }

  @Test
  @DisplayName("shmctl02#7 nobody, IPC_STAT of root's segment: EACCES")
  void shmctl02_7() {
    int shmid = segment(SIZE);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EACCES, () -> nobody.shmStat(shmid));
  }

  @Test
  @DisplayName("shmctl02#8 nobody, IPC_RMID of root's segment: EPERM")
  void shmctl02_8() {
    int shmid = segment(SIZE);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.shmRmid(shmid));
  }

  @Test
  @DisplayName("shmctl02#9 nobody, IPC_SET of root's segment: EPERM")
  void shmctl02_9() {
    int shmid = segment(SIZE);
    IpcPerm perm = ns.shmStat(shmid).perm();
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.shmSet(shmid, perm));
  }

  @Test
  @DisplayName("shmctl02#10 nobody, SHM_LOCK of root's segment: EPERM")
  void shmctl02_10() {
    int shmid = segment(SIZE);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.shmLock(shmid));
  }

  @Test
  @DisplayName("shmctl02#11 nobody, SHM_UNLOCK of root's segment: EPERM")
  void shmctl02_11() {
    int shmid = segment(SIZE);
    IpcNamespace nobody = nobody();

    assertErrno(Errno.EPERM, () -> nobody.shmUnlock(shmid));
  }

  @Test
  @DisplayName("shmctl03#1 IPC_INFO: SHMMIN 1, and the limits that were set")
  void shmctl03_1() {
    IpcNamespace small = fresh("shmmax", "81920", "shmall", "1000", "shmmni", "30").namespace();
    Shminfo info = small.shmIpcInfo();

    assertEquals(1, info.shmmin());
    assertEquals(81920, info.shmmax());
    assertEquals(1000, info.shmall());
    assertEquals(30, info.shmmni());
  }

  /** Finds every segment by its index, and compares with the usage. */
  private static void assertUsageAddsUp(IpcNamespace ns) {
    Shmun arg = new Shmun();
    int highest = ns.shmctl(0, Ipc.SHM_INFO, arg);
    ShmUsage usage = arg.usage;
    ns.shmctl(highest, Ipc.SHM_STAT_ANY, arg);
    int segments = 0;
    long pages = 0;
    for (int index = 0; index <= highest; index++) {
      try {
        pages += (ns.shmStatAnyAt(index).shmSegsz() + Ipc.SHMLBA - 1) / Ipc.SHMLBA;
        segments++;
      } catch (IpcException e) {
        assertEquals(Errno.EINVAL, e.errno());
      }
    }
    assertEquals(usage.usedIds(), segments);
    assertEquals(usage.shmTot(), pages);
    assertTrue(segments > 0);
  }

  /** A namespace with some segments, all of mode 0600, and gaps between their indices. */
  private Stage someSegments() {
    Stage stage = fresh();
    for (int i = 1; i <= 6; i++) {
      int shmid = stage.namespace().shmget(Ipc.IPC_PRIVATE, i * 3000, 0600);
      if (i % 3 == 1) {
        stage.namespace().shmRmid(shmid);
      }
    }
    return stage;
  }

  @Test
  @DisplayName("shmctl04#1 nobody finds all segments by SHM_STAT_ANY, and SHM_INFO counts them")
  void shmctl04_1() {
    assertUsageAddsUp(someSegments().peer(Login.NOBODY).namespace());
  }

  @Test
  @DisplayName("shmctl04#2 the same as root")
  void shmctl04_2() {
    assertUsageAddsUp(someSegments().namespace());
  }

  @Test
  @DisplayName("shmctl05#1 attaches race with removing and making: EIDRM or EINVAL, no crash")
  void shmctl05_1() {
    int key = key();
    IpcNamespace remover = other();
    Sleeper removing =
        Sleeper.start(
            () -> {
              for (int i = 0; i < 300; i++) {
                remover.shmRmid(remover.shmget(key, SIZE, Ipc.IPC_CREAT | 0600));
              }
            });
    while (!removing.hasReturned()) {
      try (SharedMemory memory = ns.shmat(ns.shmget(key, SIZE, 0), 0)) {
        memory.buffer().put(0, (byte) 1);
      } catch (IpcException e) {
        assertTrue(
            e.errno() == Errno.EIDRM || e.errno() == Errno.EINVAL || e.errno() == Errno.ENOENT,
            e::getMessage);
      }
    }
    assertDone(removing);
    assertErrno(Errno.ENOENT, () -> ns.shmget(key, 0, 0));
  }

  @Test
  @DisplayName("shmctl07#1 SHM_LOCK and SHM_UNLOCK show in the mode")
  void shmctl07_1() {
    int shmid = segment(SIZE);
    assertEquals(0, ns.shmctl(shmid, Ipc.SHM_LOCK, null));
    assertEquals(Ipc.SHM_LOCKED, ns.shmStat(shmid).perm().mode() & Ipc.SHM_LOCKED);
    assertEquals(0, ns.shmctl(shmid, Ipc.SHM_UNLOCK, null));

    assertEquals(0, ns.shmStat(shmid).perm().mode() & Ipc.SHM_LOCKED);
  }

  @Test
  @DisplayName("shmctl08#1 IPC_SET changes the mode and the time")
  void shmctl08_1() {
    int shmid = shmget(Ipc.IPC_PRIVATE, SIZE, Ipc.IPC_CREAT | 0666);
    ShmidDs made = ns.shmStat(shmid);
    assertEquals(0666, made.perm().mode());
    Clock.awaitNextSecond();
    ns.shmSet(shmid, made.perm().withMode(0600));
    ShmidDs changed = ns.shmStat(shmid);
    assertEquals(0600, changed.perm().mode());
    assertTrue(changed.shmCtime() > made.shmCtime() && changed.shmCtime() <= Clock.latest());
    ns.shmSet(shmid, made.perm());

    assertEquals(0666, ns.shmStat(shmid).perm().mode());
  }
}
