package io.sysv4j.examples.demo;

import static io.sysv4j.Ipc.IPC_CREAT;
import static io.sysv4j.Ipc.IPC_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holders die by SIGKILL, one after the other; as soon as the parent knows that one is dead, the
 * very next look at the set must see what it held given back.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HolderKillTest {
  private static final int AHEAD = 3;

  @TempDir Path directory;

  @Test
  void shouldGiveBackWhatAFewHoldersHeldOffHeap() throws Exception {
    killHolders("offheap:" + directory, 10);
  }

  @Test
  void shouldGiveBackWhatAFewHoldersHeldInTheKernel() throws Exception {
    killHolders("kernel:/", 10);
  }

  @Test
  @Tag("long")
  void shouldGiveBackWhatTwoHundredHoldersHeldOffHeap() throws Exception {
    killHolders("offheap:" + directory, 200);
  }

  @Test
  @Tag("long")
  void shouldGiveBackWhatTwoHundredHoldersHeldInTheKernel() throws Exception {
    killHolders("kernel:/", 200);
  }

  private static void killHolders(String uri, int kills) throws Exception {
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      int semid = ns.semget(IPC_PRIVATE, 4, IPC_CREAT | 0600);
      try {
        killHolders(ns, semid, kills);
      } finally {
        ns.semRmid(semid);
      }
    }
  }

  private static void killHolders(IpcNamespace ns, int semid, int kills) throws Exception {
    ns.setAll(semid, 3, 1, 0, 0);
    Deque<Process> holders = new ArrayDeque<>();
    try {
      for (int n = 0; n < kills; n++) {
        while (holders.size() < Math.min(AHEAD, kills - n)) {
          holders.add(start(ns, semid));
        }
        Process holder = holders.remove();
        try {
          killWhileHolding(ns, semid, holder, n);
        } finally {
          holder.destroyForcibly();
        }
      }
    } finally {
      holders.forEach(Process::destroyForcibly);
    }
  }

  private static void killWhileHolding(IpcNamespace ns, int semid, Process holder, int n)
      throws IOException, InterruptedException {
    String which = "holder " + n;
    try (BufferedReader says = holder.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", says.readLine(), which);
      holder.getOutputStream().write('\n');
      holder.getOutputStream().flush();
      assertEquals("holding", says.readLine(), which);
    }
    // What has no SEM_UNDO stays: the last semaphore counts the holders.
    assertArrayEquals(new int[] {0, 0, 3, n + 1}, ns.getAll(semid), which + " alive");
    assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -1, 0), which + " alive");

    holder.destroyForcibly();
    assertEquals(Child.KILLED, holder.waitFor(), which);

    if (n % 2 == 0) { // The first look is a value or an operation, in turn.
      assertEquals(3, ns.getVal(semid, 0), which + " dead");
    }
    Sembuf[] all = {Sembuf.of(0, -3), Sembuf.of(1, -1), Sembuf.of(2, 0)};
    assertEquals(Errno.SUCCESS, ns.trySemop(semid, all), which + " dead");
    ns.semop(semid, Sembuf.of(0, +3), Sembuf.of(1, +1));
    assertArrayEquals(new int[] {3, 1, 0, n + 1}, ns.getAll(semid), which + " dead");
  }

  private static Process start(IpcNamespace ns, int semid) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            ns.uri().toString(),
            Integer.toString(semid))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
