package io.sysv4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;

/** A handle on the kernel, and objects that are gone after each test, whatever it did. */
public abstract class KernelFixture {
  /** A guard against hangs, not a measure. */
  protected static final Duration SOON = Duration.ofSeconds(20);

  protected final IpcNamespace ns = IpcNamespace.open("kernel:");
  private final List<Runnable> removals = new ArrayList<>();

  protected int newSet(int... vals) {
    int semid = ns.semget(Ipc.IPC_PRIVATE, vals.length, 0600);
    removals.add(() -> remove(cleaner -> cleaner.semRmid(semid)));
    ns.setAll(semid, vals);
    return semid;
  }

  protected int newSegment(long size) {
    int shmid = ns.shmget(Ipc.IPC_PRIVATE, size, 0600);
    removals.add(() -> remove(cleaner -> cleaner.shmRmid(shmid)));
    return shmid;
  }

  /** With a handle of its own: the test may have closed the other. */
  private static void remove(Consumer<IpcNamespace> removal) {
    try (IpcNamespace cleaner = IpcNamespace.open("kernel:")) {
      removal.accept(cleaner);
    } catch (IpcException e) {
      assertEquals(Errno.EINVAL, e.errno(), "only a removed object may resist removal");
    }
  }

  @AfterEach
  void removeObjects() {
    removals.forEach(Runnable::run);
    ns.close();
  }

  protected static IpcException assertErrno(Errno expected, Executable call) {
    IpcException e = assertThrows(IpcException.class, call);
    assertEquals(expected, e.errno(), e.getMessage());
    return e;
  }

  protected static void assertErrno(Errno expected, Throwable failure) {
    assertErrno(
        expected,
        () -> {
          throw failure;
        });
  }

  protected static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "still not: " + what);
      Thread.onSpinWait();
    }
  }

  protected static void join(Thread thread) throws InterruptedException {
    thread.join(SOON.toMillis());
    assertTrue(!thread.isAlive(), thread + " is still blocked");
  }
}
