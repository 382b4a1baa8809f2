package io.sysv4j.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told EIDRM sees the set gone: by its key and by its identifier. */
class RemovalOrderTest {
  private static final int KEY = 0x51000001;

  @TempDir Path directory;

  @Test
  void shouldHideTheKeyBeforeSleepersLearnOfTheRemoval() throws Exception {
    try (IpcNamespace namespace = IpcNamespace.open("offheap:" + directory)) {
      for (int round = 0; round < 3_000; round++) {
        int semid = namespace.semget(KEY, 1, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
        Sembuf[] take = {Sembuf.of(0, -1)};
        CompletableFuture<Errno[]> seen =
            namespace
                .semtimedopAsync(semid, take, Duration.ofSeconds(30), Runnable::run)
                .handle((done, failure) -> look(namespace, semid, failure));
        namespace.semRmid(semid);
        Errno[] errnos = seen.get(30, TimeUnit.SECONDS);
        assertEquals(Errno.EIDRM, errnos[0], "the sleeper, round " + round);
        assertEquals(Errno.ENOENT, errnos[1], "semget by key, round " + round);
        assertEquals(Errno.EINVAL, errnos[2], "semop by identifier, round " + round);
      }
    }
  }

  private static Errno[] look(IpcNamespace namespace, int semid, Throwable failure) {
    Errno sleeper =
        failure instanceof IpcRemovedException removed ? removed.errno() : Errno.SUCCESS;
    IpcException byKey = assertThrows(IpcException.class, () -> namespace.semget(KEY, 0, 0));
    return new Errno[] {sleeper, byKey.errno(), namespace.trySemop(semid, 0, 1, 0)};
  }
}
