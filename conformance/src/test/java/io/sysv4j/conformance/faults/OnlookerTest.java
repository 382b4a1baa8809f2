package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.contract.Machine;
import io.sysv4j.conformance.harness.PeerJvm;
import io.sysv4j.conformance.harness.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who may only read the file of a set waits for zero by looking. Here the file of our own set is
 * made read-only behind the library's back, so that no second user is needed; but it does not stop
 * root.
 */
class OnlookerTest {
  private static final Sembuf ZERO = Sembuf.of(0, 0);

  private final Arena arena = new Arena();
  private PeerJvm writer;
  private IpcNamespace ns;
  private int semid;

  @BeforeEach
  void makeASetThatWeCanOnlyRead() throws IOException {
    assumeTrue(Machine.uid() != 0, "needs a user whom the mode of a file stops: not root");
    ns = arena.open();
    writer = PeerJvm.start(arena.uri());
    semid = writer.namespace().semget(Ipc.IPC_PRIVATE, 1, 0600);
    writer.namespace().setVal(semid, 0, 1);
    mode(0400);
    Files.setPosixFilePermissions(
        arena.file("sem-" + semid), PosixFilePermissions.fromString("r--------"));
    assertEquals(1, ns.getVal(semid, 0));
  }

  @AfterEach
  void close() {
    if (ns != null) {
      ns.close();
    }
    if (writer != null) {
      writer.close();
    }
    arena.close();
  }

  private void mode(int mode) {
    IpcNamespace owner = writer.namespace();
    owner.semSet(semid, owner.semStatAnyAt(semid).perm().withMode(mode));
  }

  private void becomeZero() {
    mode(0600);
    writer.namespace().semop(semid, 0, -1, 0);
    assertEquals(0, writer.namespace().getZcnt(semid, 0), "an onlooker leaves no trace");
  }

  private static Errno errno(CompletableFuture<Void> future) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));
    return assertInstanceOf(IpcException.class, e.getCause()).errno();
  }

  @Test
  void shouldLookUntilZero() throws Exception {
    CompletableFuture<Void> future = ns.semopAsync(semid, ZERO);
    Sleeper sleeper = Sleeper.start(() -> ns.semop(semid, ZERO));
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, ZERO));
    assertFalse(future.isDone());
    assertFalse(sleeper.hasReturned());
    becomeZero();

    future.get(60, TimeUnit.SECONDS);
    assertEquals(Errno.SUCCESS, sleeper.result());
  }

  @Test
  void shouldEndWithTheSet() {
    CompletableFuture<Void> future = ns.semopAsync(semid, ZERO);
    Sleeper sleeper = Sleeper.start(() -> ns.semop(semid, ZERO));
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, ZERO));
    writer.namespace().semRmid(semid);

    assertEquals(Errno.EIDRM, errno(future));
    assertTrue(
        sleeper.result() == Errno.EIDRM || sleeper.result() == Errno.EINVAL,
        () -> "a thread that may have come late: " + sleeper.result());
  }

  @Test
  void shouldEndWithTheTime() {
    Sembuf[] sops = {ZERO};
    assertEquals(Errno.EAGAIN, errno(ns.semtimedopAsync(semid, sops, Duration.ZERO)));
    assertEquals(Errno.EAGAIN, errno(ns.semtimedopAsync(semid, sops, Duration.ofMillis(20))));
    assertEquals(Errno.EAGAIN, errno(ns.semopAsync(semid, new Sembuf(0, 0, Ipc.IPC_NOWAIT))));
    assertEquals(
        Errno.EAGAIN,
        assertThrows(IpcException.class, () -> ns.semtimedop(semid, sops, Duration.ofMillis(20)))
            .errno());
  }

  @Test
  void shouldBeCancelled() {
    CompletableFuture<Void> future = ns.semopAsync(semid, ZERO);
    assertTrue(future.cancel(true));
    assertThrows(CancellationException.class, future::join);
    becomeZero();

    assertTrue(future.isCancelled());
  }

  @Test
  void shouldEndWithTheNamespace() {
    CompletableFuture<Void> future = ns.semopAsync(semid, ZERO);
    Sleeper sleeper = Sleeper.start(() -> ns.semop(semid, ZERO));
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, ZERO));
    ns.close();

    assertInstanceOf(
        IllegalStateException.class,
        assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS)).getCause());
    assertInstanceOf(IllegalStateException.class, sleeper.failure());
  }

  @Test
  void shouldTellTheSleepersOfASetThatIsRemovedByItsOnlooker() {
    mode(0600);
    Sleeper sleeper =
        Sleeper.asleep(writer.namespace(), semid, () -> writer.namespace().semop(semid, 0, -2, 0));
    ns.semRmid(semid);

    assertEquals(Errno.EIDRM, sleeper.result());
  }
}
