package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code semop} that does not sleep: how an array is evaluated, all or none. */
public abstract class SemopContract extends Contract {
  private static final int MAX = Ipc.SEMVMX;

  /** A contract for one provider. */
  protected SemopContract(Provider provider) {
    super(provider);
  }

  /** Asserts what an array answers if it may not sleep, and what the set holds then. */
  private void assertAnswer(Errno expected, int[] before, int[] after, Sembuf... sops) {
    int semid = set(before);
    assertEquals(expected, ns.trySemop(semid, sops));
    assertValues(semid, after);
  }

  private static int[] values(int... semvals) {
    return semvals;
  }

  @Test
  void shouldAddAndSubtract() {
    int semid = set(0, 5);
    ns.semop(semid, op(0, 2), op(1, -5));
    assertValues(semid, 2, 0);

    ns.semop(semid, 0, -2, 0);
    ns.semop(semid, 1, MAX, 0);

    assertValues(semid, 0, MAX);
  }

  @Test
  void shouldSeeWhatOtherProcessesDid() {
    int semid = set(1);
    other().semop(semid, 0, 4, 0);

    assertValues(semid, 5);
    assertEquals(Errno.EAGAIN, other().trySemop(semid, 0, -6, 0));
    assertEquals(Errno.SUCCESS, other().trySemop(semid, 0, -5, 0));
    assertValues(semid, 0);
  }

  @Test
  void shouldPassAZeroTestOnlyAtZero() {
    assertAnswer(Errno.SUCCESS, values(0), values(0), op(0, 0));
    assertAnswer(Errno.EAGAIN, values(1), values(1), op(0, 0));
    assertAnswer(Errno.EAGAIN, values(MAX), values(MAX), op(0, 0));
  }

  @Test
  void shouldDoAllOrNothing() {
    assertAnswer(Errno.SUCCESS, values(1, 1), values(0, 3), op(0, -1), op(1, 2));
    assertAnswer(Errno.EAGAIN, values(1, 1), values(1, 1), op(0, -1), op(1, -2));
    assertAnswer(Errno.EAGAIN, values(1, 1), values(1, 1), op(0, 4), op(1, 0));
    assertAnswer(Errno.ERANGE, values(1, 1), values(1, 1), op(0, -1), op(1, MAX));
  }

  @Test
  void shouldLetEachOperationSeeTheEarlierOnes() {
    assertAnswer(Errno.SUCCESS, values(0), values(0), op(0, 1), op(0, -1));
    assertAnswer(Errno.EAGAIN, values(0), values(0), op(0, -1), op(0, 1));
    assertAnswer(Errno.SUCCESS, values(0), values(0), op(0, 0), op(0, 1), op(0, -1), op(0, 0));
    assertAnswer(Errno.EAGAIN, values(0), values(0), op(0, 1), op(0, 0));
    assertAnswer(Errno.SUCCESS, values(2), values(7), op(0, -2), op(0, 0), op(0, 7));
    assertAnswer(Errno.SUCCESS, values(0, 1), values(3, 0), op(0, 1), op(1, -1), op(0, 2));
  }

  @Test
  void shouldTestTheRangeAfterEachStep() {
    assertAnswer(Errno.SUCCESS, values(0), values(MAX), op(0, MAX));
    assertAnswer(Errno.ERANGE, values(1), values(1), op(0, MAX));
    assertAnswer(Errno.ERANGE, values(0), values(0), op(0, MAX), op(0, -1), op(0, 2), op(0, -1));
    assertAnswer(Errno.SUCCESS, values(0), values(MAX), op(0, MAX), op(0, -1), op(0, 1));
  }

  @Test
  void shouldLetTheFirstImpossibleOperationDecide() {
    assertAnswer(Errno.ERANGE, values(1, 0), values(1, 0), op(0, MAX), op(1, -1));
    assertAnswer(Errno.EAGAIN, values(1, 0), values(1, 0), op(1, -1), op(0, MAX));
    assertAnswer(Errno.ERANGE, values(1, 1), values(1, 1), op(0, MAX), op(1, 0));
  }

  @Test
  void shouldNeverDoTheSmallestOperation() {
    assertAnswer(Errno.EAGAIN, values(0), values(0), op(0, Short.MIN_VALUE));
    assertAnswer(Errno.EAGAIN, values(MAX), values(MAX), op(0, Short.MIN_VALUE));
    assertAnswer(Errno.SUCCESS, values(MAX), values(0), op(0, -MAX));
  }

  @Test
  void shouldAnswerEagainOnlyForTheOperationThatBlocks() {
    int semid = set(0, 1);

    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, nowait(0, -1)));
    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, nowait(1, 0)));
    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, op(1, -1), nowait(0, -1)));
    assertErrno(Errno.EAGAIN, () -> ns.semop(semid, 0, -1, Ipc.IPC_NOWAIT));
    assertValues(semid, 0, 1);
  }

  @Test
  void shouldIgnoreUnknownFlagsOfAnOperation() {
    int semid = set(1);
    ns.semop(semid, new Sembuf(0, 1, 0xffff & ~Ipc.IPC_NOWAIT & ~Ipc.SEM_UNDO));

    assertValues(semid, 2);
  }

  @Test
  void shouldTakeAsManyOperationsAsTheLimitSays() {
    int semop = ns.limits().semopm();
    int semid = set(0);
    Sembuf[] sops = new Sembuf[semop];
    Arrays.fill(sops, op(0, 1));
    ns.semop(semid, sops);

    assertValues(semid, semop);
  }

  @Test
  void shouldRangeCheckTheAdjustment() {
    int semid = set(0, 0);
    ns.semop(semid, undo(0, MAX), op(0, -MAX));

    assertErrno(Errno.ERANGE, () -> ns.semop(semid, nowait(0, 1), undo(0, 2)));
    ns.semop(semid, undo(0, 1), op(0, -1)); // -32768 is the smallest adjustment
    assertErrno(Errno.ERANGE, () -> ns.semop(semid, undo(0, 1)));
    assertValues(semid, 0, 0);
    ns.setVal(semid, 1, MAX);
    ns.semop(semid, undo(1, -MAX));
    ns.semop(semid, op(1, 1));
    assertErrno(Errno.ERANGE, () -> ns.semop(semid, undo(1, -1)));
    assertValues(semid, 0, 1);
  }

  @Test
  void shouldTestWhetherItBlocksBeforeTheRangeOfTheAdjustment() {
    int semid = set(MAX);
    ns.semop(semid, undo(0, -MAX));

    assertErrno(
        Errno.EAGAIN, () -> ns.semop(semid, new Sembuf(0, -1, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT)));
    ns.semop(semid, op(0, 1));
    assertErrno(
        Errno.ERANGE, () -> ns.semop(semid, new Sembuf(0, -1, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT)));
  }
}
