package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.PeerMemory;
import io.sysv4j.conformance.harness.Provider;
import org.junit.jupiter.api.Test;

/** Who is attached, since when, and a segment that goes away with its last attach. */
public abstract class NattchContract extends Contract {
  /** A contract for one provider. */
  protected NattchContract(Provider provider) {
    super(provider);
  }

  private void assertNattch(int expected, int shmid) {
    assertEquals(expected, ns.shmStat(shmid).shmNattch());
  }

  @Test
  void shouldCountAttachesOfAllProcesses() {
    int shmid = segment(1);
    IpcNamespace other = other();
    SharedMemory here = ns.shmat(shmid, 0);
    SharedMemory there = other.shmat(shmid, 0);
    SharedMemory readOnly = other.shmat(shmid, Ipc.SHM_RDONLY);
    assertNattch(3, shmid);
    assertEquals(3, other.shmStat(shmid).shmNattch());
    there.close();
    assertNattch(2, shmid);
    here.close();
    readOnly.close();

    assertNattch(0, shmid);
  }

  @Test
  void shouldStampAttachAndDetach() {
    int shmid = segment(1);
    PeerJvm peer = peer();
    long earliest = Clock.earliest();
    SharedMemory memory = peer.namespace().shmat(shmid, 0);
    ShmidDs attached = ns.shmStat(shmid);
    assertEquals(peer.pid(), attached.shmLpid());
    assertEquals(ownPid(), attached.shmCpid());
    assertEquals(0, attached.shmDtime());
    assertTrue(
        attached.shmAtime() >= earliest && attached.shmAtime() <= Clock.latest(),
        attached::toString);
    ns.shmat(shmid, 0).close();
    assertEquals(ownPid(), ns.shmStat(shmid).shmLpid());

    Clock.assertMoves(() -> ns.shmStat(shmid).shmDtime(), memory::close);
    assertEquals(peer.pid(), ns.shmStat(shmid).shmLpid());
    assertTrue(ns.shmStat(shmid).shmAtime() < ns.shmStat(shmid).shmDtime());
  }

  @Test
  void shouldNotCountAFailedAttach() {
    int shmid = segment(1);
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, 1, 0));
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, Ipc.SHM_REMAP));

    ShmidDs ds = ns.shmStat(shmid);
    assertEquals(0, ds.shmNattch());
    assertEquals(0, ds.shmAtime());
    assertEquals(0, ds.shmLpid());
  }

  @Test
  void shouldDetachWhatAProcessLeavesAtExit() {
    int shmid = segment(1);
    PeerJvm peer = peer();
    peer.namespace().shmat(shmid, 0);
    peer.namespace().shmat(shmid, Ipc.SHM_RDONLY);
    assertNattch(2, shmid);
    peer.exit();

    assertNattch(0, shmid);
    assertEquals(peer.pid(), ns.shmStat(shmid).shmLpid());
  }

  @Test
  void shouldDetachWhatAKilledProcessLeaves() {
    int shmid = segment(1);
    SharedMemory kept = ns.shmat(shmid, 0);
    PeerJvm peer = peer();
    PeerMemory there = (PeerMemory) peer.namespace().shmat(shmid, 0);
    there.poke(0, (byte) 8);

    Clock.assertMoves(() -> ns.shmStat(shmid).shmDtime(), peer::kill);
    assertNattch(1, shmid);
    assertEquals(peer.pid(), ns.shmStat(shmid).shmLpid());
    assertEquals(8, kept.buffer().get(0));
    kept.close();
  }

  @Test
  void shouldOutliveItsProcesses() {
    PeerJvm maker = peer();
    int shmid = sweepSegment(maker.namespace().shmget(Ipc.IPC_PRIVATE, 10, 0600));
    ((PeerMemory) maker.namespace().shmat(shmid, 0)).poke(2, (byte) 6);
    maker.kill();

    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      assertEquals(6, memory.buffer().get(2));
      assertEquals(maker.pid(), ns.shmStat(shmid).shmCpid());
    }
  }

  @Test
  void shouldRemoveAnUnattachedSegmentAtOnce() {
    int shmid = segment(1);
    ns.shmat(shmid, 0).close();
    ns.shmRmid(shmid);

    assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
    assertErrno(Errno.EINVAL, () -> ns.shmRmid(shmid));
    assertErrno(Errno.EINVAL, () -> other().shmat(shmid, 0));
  }

  @Test
  void shouldMarkAnAttachedSegmentForDestruction() {
    int key = key();
    int shmid = shmget(key, 10, Ipc.IPC_CREAT | 0600);
    SharedMemory first = ns.shmat(shmid, 0);
    first.buffer().put(1, (byte) 1);
    long ctime = ns.shmStat(shmid).shmCtime();
    ns.shmRmid(shmid);
    ShmidDs marked = ns.shmStat(shmid);
    assertEquals(Ipc.SHM_DEST | 0600, marked.perm().mode());
    assertEquals(Ipc.IPC_PRIVATE, marked.perm().key());
    assertEquals(1, marked.shmNattch());
    assertEquals(ctime, marked.shmCtime());
    assertErrno(Errno.ENOENT, () -> ns.shmget(key, 10, 0));
    ns.shmRmid(shmid);
    PeerMemory second = (PeerMemory) other().shmat(shmid, 0);
    assertEquals(1, second.peek(1, 1)[0]);
    first.close();
    assertNattch(1, shmid);
    second.close();

    assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
    assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, 0));
  }

  @Test
  void shouldGiveTheKeyOfAMarkedSegmentToANewOne() {
    int key = key();
    int old = shmget(key, 10, Ipc.IPC_CREAT | 0600);
    try (SharedMemory memory = ns.shmat(old, 0)) {
      memory.buffer().put(0, (byte) 1);
      ns.shmRmid(old);
      int heir = shmget(key, 20, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
      assertTrue(heir != old);
      try (SharedMemory fresh = ns.shmat(heir, 0)) {
        assertEquals(0, fresh.buffer().get(0));
      }
      assertEquals(1, memory.buffer().get(0));
      assertEquals(20, ns.shmStat(ns.shmget(key, 0, 0)).shmSegsz());
    }
    assertErrno(Errno.EINVAL, () -> ns.shmStat(old));
  }

  @Test
  void shouldDestroyAMarkedSegmentWithItsLastProcess() {
    int shmid = segment(10);
    PeerJvm peer = peer();
    peer.namespace().shmat(shmid, 0);
    ns.shmRmid(shmid);
    assertNattch(1, shmid);
    peer.kill();

    assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
    assertErrno(Errno.EINVAL, () -> ns.shmRmid(shmid));
  }

  @Test
  void shouldKeepTheMarkWhenTheModeIsSet() {
    int shmid = segment(10);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      ns.shmRmid(shmid);
      ns.shmSet(shmid, ns.shmStat(shmid).perm().withMode(0644));

      assertEquals(Ipc.SHM_DEST | 0644, ns.shmStat(shmid).perm().mode());
      assertTrue(memory.isAttached());
    }
    assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
  }
}
