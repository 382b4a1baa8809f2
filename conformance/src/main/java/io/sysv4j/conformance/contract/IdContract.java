package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.law.IdSequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Identifiers: how they are made, and that a stale, unknown or negative one is EINVAL. */
public abstract class IdContract extends Contract {
  private static final IpcPerm PERM = new IpcPerm(0, 0, 0, 0, 0, 0600, 0);

  /** A contract for one provider. */
  protected IdContract(Provider provider) {
    super(provider);
  }

  @Test
  void shouldMakeIdentifiersOfSequenceAndIndex() {
    int semid = set(0);
    int shmid = segment(1);

    assertTrue(semid >= 0);
    assertEquals(IdSequence.seq(semid), ns.semStat(semid).perm().seq());
    assertEquals(IdSequence.seq(shmid), ns.shmStat(shmid).perm().seq());
    assertEquals(semid, ns.semStat(semid).semid());
    assertEquals(semid, ns.semStatAt(IdSequence.index(semid)).semid());
    assertEquals(shmid, ns.shmStatAt(IdSequence.index(shmid)).shmid());
  }

  @Test
  void shouldLookAtNothingButTheIndexInStatByIndex() {
    int semid = set(0);
    int shmid = segment(1);

    assertEquals(semid, ns.semStatAt(semid).semid());
    assertEquals(semid, ns.semStatAnyAt(semid ^ 3 << 15).semid());
    assertEquals(shmid, ns.shmStatAt(shmid).shmid());
    assertEquals(shmid, ns.shmStatAnyAt(shmid ^ 3 << 15).shmid());
  }

  @Test
  void shouldStartAtZero() {
    IpcNamespace empty = fresh().namespace();

    assertEquals(0, empty.semget(Ipc.IPC_PRIVATE, 1, 0600));
    assertEquals(0, empty.shmget(Ipc.IPC_PRIVATE, 1, 0600));
    assertEquals(1, empty.semget(Ipc.IPC_PRIVATE, 1, 0600));
    assertEquals(0, empty.getVal(0, 0));
    assertEquals(1, empty.shmStat(0).shmSegsz());
  }

  @Test
  void shouldNumberSetsAsLinuxDoes() {
    IpcNamespace empty = fresh().namespace();

    assertNumbered(
        ns.limits().semmni(), () -> empty.semget(Ipc.IPC_PRIVATE, 1, 0600), empty::semRmid);
  }

  @Test
  void shouldNumberSegmentsAsLinuxDoes() {
    IpcNamespace empty = fresh().namespace();

    assertNumbered(
        ns.limits().shmmni(), () -> empty.shmget(Ipc.IPC_PRIVATE, 1, 0600), empty::shmRmid);
  }

  /** Makes and removes at random, and compares each identifier with the law's. */
  private static void assertNumbered(int limit, IntSupplier make, IntConsumer remove) {
    Random random = new Random(9);
    IdSequence expected = IdSequence.START;
    List<Integer> ids = new ArrayList<>();
    Set<Integer> indices = new HashSet<>();
    for (int step = 0; step < 400; step++) {
      if (ids.isEmpty() || random.nextInt(5) > step / 100) {
        expected = expected.next(ids.size(), limit, indices::contains);
        int id = make.getAsInt();
        assertEquals(expected.id(), id, "step " + step);
        ids.add(id);
        indices.add(IdSequence.index(id));
      } else {
        int id = ids.remove(random.nextInt(ids.size()));
        indices.remove(IdSequence.index(id));
        remove.accept(id);
      }
    }
  }

  @Test
  void shouldNotReuseAnIdentifierSoon() {
    IpcNamespace empty = fresh().namespace();
    int previous = -1;
    for (int i = 0; i < 200; i++) {
      int semid = empty.semget(Ipc.IPC_PRIVATE, 1, 0600);
      assertTrue(semid > previous, semid + " after " + previous);
      previous = semid;
      empty.semRmid(semid);
    }
  }

  @Test
  void shouldRefuseAStaleIdentifierOfATakenSlot() {
    IpcNamespace empty = fresh().namespace();
    int stale = empty.semget(Ipc.IPC_PRIVATE, 1, 0600);
    empty.semRmid(stale);
    int heir = stale;
    for (int i = 0; IdSequence.index(heir) != IdSequence.index(stale) || heir == stale; i++) {
      assertTrue(i < 1000, "the slot does not come back");
      if (heir != stale) {
        empty.semRmid(heir);
      }
      heir = empty.semget(Ipc.IPC_PRIVATE, 1, 0600);
    }

    assertNotEquals(stale, heir);
    assertSetUnknown(empty, stale);
    assertEquals(heir, empty.semStatAt(stale).semid());
    assertEquals(0, empty.getVal(heir, 0));
  }

  @Test
  void shouldRefuseARemovedSet() {
    int semid = set(1);
    ns.semRmid(semid);

    assertSetUnknown(ns, semid);
    assertSetUnknown(other(), semid);
    assertErrno(Errno.EINVAL, () -> ns.semStatAt(semid));
    assertErrno(Errno.EINVAL, () -> ns.semStatAnyAt(semid));
  }

  @Test
  void shouldRefuseUnknownAndNegativeIdentifiersOfSets() {
    for (int semid : new int[] {unusedId(), -1, Integer.MIN_VALUE}) {
      assertSetUnknown(ns, semid);
    }
    assertErrno(Errno.EINVAL, () -> ns.semStatAt(-1));
    assertErrno(Errno.EINVAL, () -> ns.semStatAnyAt(-1));
  }

  private static void assertSetUnknown(IpcNamespace ns, int semid) {
    assertErrno(Errno.EINVAL, () -> ns.semop(semid, op(0, 1)));
    assertErrno(Errno.EINVAL, () -> ns.semop(semid, 0, 1, 0));
    assertErrno(Errno.EINVAL, () -> ns.semop(semid, undo(0, 1)));
    assertEquals(Errno.EINVAL, ns.trySemop(semid, op(0, 1)));
    assertEquals(Errno.EINVAL, ns.trySemop(semid, 0, 1, 0));
    assertErrno(Errno.EINVAL, () -> ns.getVal(semid, 0));
    assertErrno(Errno.EINVAL, () -> ns.getPid(semid, 0));
    assertErrno(Errno.EINVAL, () -> ns.getNcnt(semid, 0));
    assertErrno(Errno.EINVAL, () -> ns.getZcnt(semid, 0));
    assertErrno(Errno.EINVAL, () -> ns.getAll(semid));
    assertErrno(Errno.EINVAL, () -> ns.setVal(semid, 0, 1));
    assertErrno(Errno.EINVAL, () -> ns.setAll(semid, 1));
    assertErrno(Errno.EINVAL, () -> ns.semStat(semid));
    assertErrno(Errno.EINVAL, () -> ns.semSet(semid, PERM));
    assertErrno(Errno.EINVAL, () -> ns.semRmid(semid));
  }

  @Test
  void shouldRefuseUnknownAndNegativeIdentifiersOfSegments() {
    int removed = segment(1);
    ns.shmRmid(removed);
    for (int shmid : new int[] {removed, unusedId(), -1, Integer.MIN_VALUE}) {
      assertErrno(Errno.EINVAL, () -> ns.shmat(shmid, 0));
      assertErrno(Errno.EINVAL, () -> ns.shmStat(shmid));
      assertErrno(Errno.EINVAL, () -> ns.shmSet(shmid, PERM));
      assertErrno(Errno.EINVAL, () -> ns.shmRmid(shmid));
      assertErrno(Errno.EINVAL, () -> ns.shmLock(shmid));
      assertErrno(Errno.EINVAL, () -> ns.shmUnlock(shmid));
    }
    assertErrno(Errno.EINVAL, () -> ns.shmStatAt(removed));
    assertErrno(Errno.EINVAL, () -> ns.shmStatAt(-1));
    assertErrno(Errno.EINVAL, () -> ns.shmStatAnyAt(-1));
  }
}
