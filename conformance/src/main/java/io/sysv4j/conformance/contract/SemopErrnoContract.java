package io.sysv4j.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Provider;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code semop} and {@code semtimedop}: which error wins where several apply. */
public abstract class SemopErrnoContract extends Contract {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  /** A contract for one provider. */
  protected SemopErrnoContract(Provider provider) {
    super(provider);
  }

  /** Asserts that each form of the call fails with this error. */
  private void assertRefused(Errno expected, int semid, Sembuf... sops) {
    assertErrno(expected, () -> ns.semop(semid, sops));
    assertErrno(expected, () -> ns.semtimedop(semid, sops, Duration.ofHours(1)));
    assertErrno(expected, () -> ns.semtimedop(semid, sops, null));
    assertEquals(expected, ns.trySemop(semid, sops));
    assertErrno(expected, () -> Futures.get(ns.semopAsync(semid, sops)));
  }

  private Sembuf[] tooMany() {
    Sembuf[] sops = new Sembuf[ns.limits().semopm() + 1];
    Arrays.fill(sops, op(0, 1));
    return sops;
  }

  @Test
  void shouldCheckTheNumberOfOperationsFirst() {
    assertRefused(Errno.E2BIG, set(0), tooMany());
    assertRefused(Errno.E2BIG, -1, tooMany());
    assertRefused(Errno.E2BIG, unusedId(), tooMany());
    assertErrno(Errno.E2BIG, () -> ns.semtimedop(-1, tooMany(), NEGATIVE));
    assertRefused(Errno.EINVAL, set(0));
    assertRefused(Errno.EINVAL, -1);
  }

  @Test
  void shouldCountBeforeItReads() {
    assertRefused(Errno.E2BIG, set(0), new Sembuf[ns.limits().semopm() + 1]);
  }

  @Test
  void shouldFindAnUnreadableArrayBeforeABadIdentifier() {
    for (int semid : new int[] {set(0), -1, unusedId()}) {
      assertRefused(Errno.EFAULT, semid, (Sembuf[]) null);
      assertRefused(Errno.EFAULT, semid, (Sembuf) null);
      assertRefused(Errno.EFAULT, semid, op(0, 1), null);
      assertErrno(Errno.EFAULT, () -> ns.semtimedop(semid, null, NEGATIVE));
    }
  }

  @Test
  void shouldDoNothingOfAnUnreadableArray() {
    int semid = set(0);

    assertRefused(Errno.EFAULT, semid, op(0, 1), null);
    assertValues(semid, 0);
  }

  @Test
  void shouldRefuseANegativeTimeoutEvenIfItNeedNotSleep() {
    int semid = set(1);

    assertErrno(Errno.EINVAL, () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, NEGATIVE));
    assertErrno(
        Errno.EINVAL,
        () -> ns.semtimedop(semid, new Sembuf[] {op(0, -1)}, Duration.ofSeconds(Long.MIN_VALUE)));
    assertErrno(
        Errno.EINVAL,
        () -> Futures.get(ns.semtimedopAsync(semid, new Sembuf[] {op(0, -1)}, NEGATIVE)));
    assertErrno(Errno.EINVAL, () -> ns.semtimedop(semid, new Sembuf[] {op(9, -1)}, NEGATIVE));
    assertValues(semid, 1);
  }

  @Test
  void shouldFindABadIdentifierBeforeABadNumber() {
    assertRefused(Errno.EINVAL, unusedId(), op(9, 1));
    assertRefused(Errno.EINVAL, unusedId(), undo(9, 1));
    assertRefused(Errno.EINVAL, -1, op(9, 1));
  }

  @Test
  void shouldCheckAllNumbersBeforeItTriesAnything() {
    int semid = set(0, 1);

    assertRefused(Errno.EFBIG, semid, op(2, 1));
    assertRefused(Errno.EFBIG, semid, op(65535, 1));
    assertRefused(Errno.EFBIG, semid, nowait(0, -1), op(2, 1));
    assertRefused(Errno.EFBIG, semid, op(1, Ipc.SEMVMX), op(2, 0));
    assertErrno(Errno.EFBIG, () -> ns.semop(semid, 2, 1, 0));
    assertEquals(Errno.EFBIG, ns.trySemop(semid, 65535, -1, 0));
    assertValues(semid, 0, 1);
  }

  @Test
  void shouldRefuseWhatIsOutOfRangeAtOnce() {
    int semid = set(1);

    assertRefused(Errno.ERANGE, semid, op(0, Ipc.SEMVMX));
    assertErrno(Errno.ERANGE, () -> ns.semop(semid, 0, Ipc.SEMVMX, 0));
    assertEquals(Errno.ERANGE, ns.trySemop(semid, 0, Ipc.SEMVMX, 0));
    assertRefused(Errno.ERANGE, semid, op(0, Ipc.SEMVMX), op(0, Short.MIN_VALUE));
  }

  @Test
  void shouldTryAsIfEveryOperationHadNowait() {
    int semid = set(1, 0);

    assertEquals(Errno.EAGAIN, ns.trySemop(semid, op(0, 0)));
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, op(0, -1), op(1, -1)));
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -2, 0));
    assertEquals(Errno.SUCCESS, ns.trySemop(semid, 0, -1, 0));
    assertValues(semid, 0, 0);
  }
}
