package io.sysv4j.conformance.ltp;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_EXCL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.contract.Contract;
import io.sysv4j.conformance.harness.Login;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Provider;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** syscalls/semop, each case through semop and through semtimedop. */
public abstract class LtpSemop extends Contract {
  private static final int PSEMS = 10;
  private static final Duration TEN_MICROS = Duration.ofNanos(10_000);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** The cases for one provider. */
  protected LtpSemop(Provider provider) {
    super(provider);
  }

  /** Asserts what both calls answer. */
  private static void assertRefused(Errno expected, IpcNamespace ns, int semid, Sembuf... sops) {
    assertErrno(expected, () -> ns.semop(semid, sops));
    assertErrno(expected, () -> ns.semtimedop(semid, sops, TEN_MICROS));
  }

  private int setOf(int semnum, int semval) {
    int semid = semget(Ipc.IPC_PRIVATE, PSEMS, IPC_CREAT | 0600);
    ns.setVal(semid, semnum, semval);
    return semid;
  }

  private void squares(Duration timeout) {
    int semid = setOf(0, 0);
    Sembuf[] sops = {undo(0, 0), undo(1, 1), undo(2, 4), undo(3, 9)};
    if (timeout == null) {
      ns.semop(semid, sops);
    } else {
      ns.semtimedop(semid, sops, timeout);
    }
    assertValues(semid, 0, 1, 4, 9, 0, 0, 0, 0, 0, 0);
    for (int i = 0; i < 4; i++) {
      ns.setVal(semid, i, 0);
    }
    assertValues(semid, new int[PSEMS]);
  }

  @Test
  @DisplayName("semop01#1 four operations in one call, no time-out")
  void semop01_1() {
    squares(null);
  }

  @Test
  @DisplayName("semop01#2 the same with a time-out of 10 us: what can proceed never times out")
  void semop01_2() {
    squares(TEN_MICROS);
  }

  @Test
  @DisplayName("semop02#1 1024 operations: E2BIG, before they are read")
  void semop02_1() {
    assertRefused(Errno.E2BIG, ns, setOf(0, 0), Arrays.copyOf(new Sembuf[] {op(0, 1)}, 1024));
  }

  @Test
  @DisplayName("semop02#2 the owner of a set of mode 0: EACCES")
  void semop02_2() {
    IpcNamespace nobody = nobody();
    int semid = sweep(nobody.semget(Ipc.IPC_PRIVATE, PSEMS, IPC_CREAT));

    assertRefused(Errno.EACCES, nobody, semid, op(0, 1));
  }

  @Test
  @DisplayName("semop02#3 no array to read: EFAULT")
  void semop02_3() {
    assertRefused(Errno.EFAULT, ns, setOf(0, 0), (Sembuf[]) null);
  }

  @Test
  @DisplayName("semop02#4 no operation: EINVAL")
  void semop02_4() {
    assertRefused(Errno.EINVAL, ns, setOf(0, 0));
  }

  @Test
  @DisplayName("semop02#5 semid -1: EINVAL")
  void semop02_5() {
    assertRefused(Errno.EINVAL, ns, -1, op(0, 1));
  }

  @Test
  @DisplayName("semop02#6 1 + SEMVMX: ERANGE")
  void semop02_6() {
    assertRefused(Errno.ERANGE, ns, setOf(0, 1), op(0, ns.semIpcInfo().semvmx()));
  }

  @Test
  @DisplayName("semop02#7 sem_num 65535: EFBIG")
  void semop02_7() {
    assertRefused(Errno.EFBIG, ns, setOf(0, 1), undo((short) -1 & 0xffff, 1));
  }

  @Test
  @DisplayName("semop02#8 sem_num 11 of 10: EFBIG")
  void semop02_8() {
    assertRefused(Errno.EFBIG, ns, setOf(0, 1), undo(PSEMS + 1, 1));
  }

  @Test
  @DisplayName("semop02#9 a zero test of 1 with IPC_NOWAIT: EAGAIN")
  void semop02_9() {
    assertRefused(Errno.EAGAIN, ns, setOf(2, 1), nowait(2, 0));
  }

  @Test
  @DisplayName("semop02#10 0 - 1 with IPC_NOWAIT: EAGAIN")
  void semop02_10() {
    assertRefused(Errno.EAGAIN, ns, setOf(2, 0), nowait(2, -1));
  }

  @Test
  @DisplayName("semop02#11 a zero test of 1 for 10 us: EAGAIN")
  void semop02_11() {
    int semid = setOf(0, 1);

    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, new Sembuf[] {undo(0, 0)}, TEN_MICROS));
  }

  @Test
  @DisplayName("semop02#12 0 - 1 for 10 us: EAGAIN")
  void semop02_12() {
    int semid = setOf(0, 0);

    assertErrno(Errno.EAGAIN, () -> ns.semtimedop(semid, new Sembuf[] {undo(0, -1)}, TEN_MICROS));
  }

  /** A thread of another JVM that sleeps, in each form of the call. */
  private Sleeper[] sleepers(int semid, Sembuf sop) {
    IpcNamespace child = other();
    return new Sleeper[] {
      Sleeper.asleep(ns, semid, () -> child.semop(semid, sop)),
      Sleeper.asleep(ns, semid, () -> child.semtimedop(semid, new Sembuf[] {sop}, LONG)),
    };
  }

  @Test
  @DisplayName("semop03#1 the set is removed during a wait for zero: EIDRM")
  void semop03_1() {
    int semid = setOf(2, 1);

    assertSleptUntilRemoved(semid, sleepers(semid, op(2, 0)));
  }

  @Test
  @DisplayName("semop03#2 the set is removed during a wait for more: EIDRM; the key is free")
  void semop03_2() {
    int key = key();
    int semid = semget(key, PSEMS, IPC_CREAT | IPC_EXCL | 0600);
    assertSleptUntilRemoved(semid, sleepers(semid, op(3, -1)));

    semget(key, PSEMS, IPC_CREAT | IPC_EXCL | 0600);
  }

  private void assertInterrupted(Sleeper[] sleepers) {
    for (Sleeper sleeper : sleepers) {
      assertFalse(sleeper.hasReturned());
      sleeper.interrupt();
      assertEquals(Errno.EINTR, sleeper.result());
    }
  }

  @Test
  @DisplayName("semop03#3 a signal during a wait for zero: EINTR")
  void semop03_3() {
    int semid = setOf(4, 1);

    assertInterrupted(sleepers(semid, op(4, 0)));
  }

  @Test
  @DisplayName("semop03#4 a signal during a wait for more: EINTR")
  void semop03_4() {
    int semid = setOf(5, 0);

    assertInterrupted(sleepers(semid, op(5, -1)));
  }

  @Test
  @DisplayName("semop04#1 two processes take and give back 1000 times")
  void semop04_1() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, IPC_CREAT | 0666);
    ns.setVal(semid, 0, 1);
    Sleeper[] workers = new Sleeper[2];
    for (int i = 0; i < workers.length; i++) {
      IpcNamespace worker = other();
      workers[i] = Sleeper.start(() -> takeAndGive(worker, semid));
    }

    assertDone(workers);
    assertValues(semid, 1);
  }

  private static void takeAndGive(IpcNamespace worker, int semid) {
    for (int i = 0; i < 1000; i++) {
      worker.semop(semid, undo(0, -1));
      LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000, 100_000));
      worker.semop(semid, undo(0, 1));
    }
  }

  @Test
  @DisplayName("semop05#1 the end of a thread undoes nothing, the end of its process does")
  void semop05_1() {
    int semid = semget(Ipc.IPC_PRIVATE, 1, IPC_CREAT | 0600);
    PeerJvm child = peer(Login.SAME);
    IpcNamespace there = child.namespace();
    there.setVal(semid, 0, 1);
    assertDone(Sleeper.start(() -> there.semop(semid, undo(0, 1))));
    assertDone(Sleeper.start(() -> there.semop(semid, undo(0, -1))));
    assertValues(semid, 1);
    assertDone(Sleeper.start(() -> there.semop(semid, undo(0, -1))));
    assertValues(semid, 0);
    child.exit();

    assertValues(semid, 1);
  }
}
