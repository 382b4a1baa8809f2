package io.sysv4j.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A taker that spins, in no queue yet. */
class SpinTest {
  private static final int SECONDS_OF_SPINNING = 100_000_000;

  @TempDir Path directory;

  @Test
  void shouldTakeWhatComes() throws Exception {
    try (IpcNamespace ns = open(Integer.MAX_VALUE)) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      CompletableFuture<Errno> taken = spinning(ns, semid, 0);
      assertEquals(0, ns.getNcnt(semid, 0), "it stands in no queue");
      ns.semop(semid, 0, 1, 0);
      assertEquals(Errno.SUCCESS, taken.get(30, TimeUnit.SECONDS));
      assertEquals(0, ns.getVal(semid, 0));
    }
  }

  @Test
  void shouldTakeWithUndo() throws Exception {
    try (IpcNamespace ns = open(Integer.MAX_VALUE)) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      CompletableFuture<Errno> taken = spinning(ns, semid, Ipc.SEM_UNDO);
      ns.semop(semid, 0, 3, 0);
      assertEquals(Errno.SUCCESS, taken.get(30, TimeUnit.SECONDS));
      assertEquals(2, ns.getVal(semid, 0));
    }
  }

  @Test
  void shouldLearnOfTheRemovalAsASleeperDoes() throws Exception {
    try (IpcNamespace ns = open(SECONDS_OF_SPINNING)) {
      int semid = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      CompletableFuture<Errno> taken = spinning(ns, semid, 0);
      ns.semRmid(semid);
      assertEquals(Errno.EIDRM, taken.get(60, TimeUnit.SECONDS));
    }
  }

  private IpcNamespace open(int spin) {
    return IpcNamespace.open("offheap:" + directory + "?spin=" + spin);
  }

  /** A thread that spins for one unit by now; what it will be told. */
  private static CompletableFuture<Errno> spinning(IpcNamespace ns, int semid, int semFlg) {
    CompletableFuture<Errno> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer.complete(take(ns, semid, semFlg)));
    thread.setDaemon(true);
    thread.start();
    while (Arrays.stream(thread.getStackTrace()).noneMatch(f -> f.getMethodName().equals("spin"))) {
      assertTrue(thread.isAlive(), "it doesn't spin");
      Thread.onSpinWait();
    }
    return answer;
  }

  private static Errno take(IpcNamespace ns, int semid, int semFlg) {
    try {
      ns.semop(semid, 0, -1, semFlg);
      return Errno.SUCCESS;
    } catch (IpcException e) {
      return e.errno();
    }
  }
}
