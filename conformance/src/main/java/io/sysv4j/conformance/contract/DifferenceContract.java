package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Privilege;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/differences.md tells of: here a provider may answer what Linux does not. */
public abstract class DifferenceContract extends Contract {
  private static final int SHM_HUGETLB = 04000;
  private static final int SHM_NORESERVE = 010000;

  /** A contract for one provider. */
  protected DifferenceContract(Provider provider) {
    super(provider);
  }

  private <T> T differs(T onLinux, T onFiles) {
    return provider == Provider.KERNEL ? onLinux : onFiles;
  }

  @Test
  void shouldEndAProcessWithItsLastHandle() {
    int semid = set(1);
    PeerJvm peer = peer();
    peer.namespace().semop(semid, undo(0, -1));
    assertValues(semid, 0);

    peer.open(ns.uri().toString());

    assertValues(semid, differs(0, 1));
    peer.exit();
    assertValues(semid, 1);
  }

  @Test
  void shouldLeaveNoTraceOfWhoMayOnlyRead() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, 0604);
    ns.setVal(semid, 0, 0);
    PeerJvm nobody = peer(Login.NOBODY);

    nobody.namespace().semop(semid, op(0, 0));

    assertEquals(differs(nobody.pid(), ownPid()), ns.getPid(semid, 0));
    assertEquals(differs(true, false), ns.semStat(semid).semOtime() > 0);
  }

  @Test
  void shouldForgetWhoWasNotAllowedToUndo() {
    int semid = set(0);
    PeerJvm nobody = peer(Login.NOBODY);
    assertErrno(Errno.EACCES, () -> nobody.namespace().semop(semid, undo(0, 1)));

    nobody.kill();

    assertEquals(differs(true, false), ns.semStat(semid).semOtime() > 0);
  }

  @Test
  void shouldGiveASetAway() {
    IpcNamespace nobody = nobody();
    int semid = sweep(nobody.semget(Ipc.IPC_PRIVATE, 1, 0600));
    IpcPerm given = nobody.semStat(semid).perm().with(0, 0, 0600);

    Errno answer = Errno.SUCCESS;
    try {
      nobody.semSet(semid, given);
    } catch (IpcException e) {
      answer = e.errno();
    }

    assertEquals(differs(Errno.SUCCESS, Errno.EPERM), answer);
    assertEquals(differs(0, 65534), ns.semStat(semid).perm().uid());
  }

  @Test
  void shouldHandOverToTheStopped() {
    int semid = set(0);
    PeerJvm peer = peer();
    Sleeper sleeper = asleepIn(peer.namespace(), semid, op(0, -1));
    peer.stop();
    assertEquals(differs(0, 1), ns.getNcnt(semid, 0));

    ns.semop(semid, op(0, 1));

    assertValues(semid, differs(1, 0));
    peer.resume();
    assertDone(sleeper);
    assertValues(semid, 0);
  }

  @Test
  void shouldReserveASegmentAsItIsMade() {
    Stage stage = fresh();
    stage.namespace().shmget(Ipc.IPC_PRIVATE, 10 * 4096, 0600);

    assertEquals(10, stage.namespace().shmInfo().shmTot());
    assertEquals(differs(0L, 10L), stage.namespace().shmInfo().shmRss());
  }

  @Test
  void shouldNotReplaceMappingsOfTheJvm() {
    int shmid = segment(4096);
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, freeAddress(), Ipc.SHM_REMAP));
  }

  @Test
  void shouldMakeSegmentsOfOrdinaryPagesOnly() {
    assumeTrue(provider == Provider.OFFHEAP, "the kernel may have huge pages, or none");
    int shmid = shmget(Ipc.IPC_PRIVATE, 4096, SHM_HUGETLB | SHM_NORESERVE | 0600);
    assertEquals(4096, ns.shmStat(shmid).shmSegsz());
  }

  @Test
  void shouldTellPidsAsTheirProcessesSeeThem() {
    List<String> firstOfAll = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
    Privilege.require("PID namespaces", firstOfAll);
    int semid = set(0);
    try (PeerJvm peer = PeerJvm.start(ns.uri().toString(), Login.SAME, firstOfAll)) {
      peer.namespace().semop(semid, op(0, 1));

      assertEquals(differs(false, true), ns.getPid(semid, 0) == 1);
    }
  }
}
