package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.conformance.harness.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Files are removed under those who use them, as logging out does with {@code RemoveIPC=yes}:
 * whoever sleeps is told that they are gone, and new ones can be made at once.
 */
class RemovedFilesTest {
  private static final int KEY = 5;

  private static int makeSet(IpcNamespace ns) {
    return ns.semget(KEY, 1, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
  }

  private static Errno refusal(Runnable call) {
    return assertThrows(IpcException.class, call::run).errno();
  }

  private static Errno outcome(CompletableFuture<Void> future) {
    CompletionException e = assertThrows(CompletionException.class, future::join);
    return ((IpcException) e.getCause()).errno();
  }

  /** Both kinds of sleepers in a set, before and after something. */
  private static void assertToldOf(IpcNamespace ns, int set, Deed deed) throws IOException {
    Sleeper thread = Sleeper.asleep(ns, set, () -> ns.semop(set, 0, -1, 0));
    CompletableFuture<Void> future =
        ns.semtimedopAsync(set, new Sembuf[] {new Sembuf(0, -1, 0)}, null, Runnable::run);
    deed.happen();
    assertEquals(Errno.EIDRM, thread.result());
    assertEquals(Errno.EIDRM, outcome(future));
  }

  private interface Deed {
    void happen() throws IOException;
  }

  @Test
  void shouldTellSleepersThatTheFileOfTheirSetIsGone() throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = makeSet(ns);
      assertToldOf(ns, set, () -> Files.delete(arena.file("sem-" + set)));
      assertEquals(Errno.EINVAL, refusal(() -> ns.getVal(set, 0)), "as any set that was removed");
      int next = makeSet(ns);
      ns.semop(next, 0, 1, Ipc.SEM_UNDO);
      assertEquals(1, ns.getVal(next, 0));
    }
  }

  @Test
  void shouldTellSleepersInOtherJvms() throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = makeSet(ns);
      try (Child sleeper = Child.start(SleeperMain.class, arena.uri(), set)) {
        sleeper.expect("ready");
        Patience patience = new Patience();
        while (ns.getNcnt(set, 0) == 0) {
          patience.step(() -> "it does not fall asleep");
        }
        Files.delete(arena.file("sem-" + set));
        sleeper.expect("EIDRM");
      }
    }
  }

  @Test
  void shouldMakeASetAnewWhoseFileNobodyHadOpen() throws IOException {
    try (Arena arena = new Arena()) {
      int set;
      try (IpcNamespace ns = arena.open()) {
        set = makeSet(ns);
      }
      Files.delete(arena.file("sem-" + set));
      try (IpcNamespace ns = arena.open()) {
        assertEquals(set, ns.semget(KEY, 0, 0), "the tables still have it");
        assertEquals(Errno.EINVAL, refusal(() -> ns.semop(set, 0, 1, 0)));
        ns.semop(makeSet(ns), 0, 1, 0);
      }
    }
  }

  @Test
  void shouldKeepAnAttachedSegmentWhoseFileIsGone() throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int shmid = ns.shmget(KEY, 4096, Ipc.IPC_CREAT | 0600);
      try (SharedMemory segment = ns.shmat(shmid, 0, 0)) {
        Files.delete(arena.file("shm-" + shmid));
        segment.buffer().putInt(0, 42);
        assertEquals(42, segment.buffer().getInt(0));
        assertEquals(Errno.EIDRM, refusal(() -> ns.shmat(shmid, 0, 0)));
        ns.shmRmid(shmid);
      }
      int next = ns.shmget(KEY, 4096, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
      ns.shmat(next, 0, 0).close();
    }
  }

  @Test
  void shouldTellSleepersThatTheNamespaceIsGoneAndMakeANewOneBesideWhatIsLeft() throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = makeSet(ns);
      ns.shmget(KEY, 4096, Ipc.IPC_CREAT | 0600);
      assertToldOf(ns, set, () -> Files.delete(arena.file("namespace")));
      IpcException e = assertThrows(IpcException.class, () -> ns.semget(KEY, 0, 0));
      assertEquals(Errno.EIDRM, e.errno());
      assertTrue(e.getMessage().contains("namespace was removed"), e.getMessage());
      assertWorks(arena);
      assertEquals(Errno.EIDRM, refusal(() -> ns.semget(KEY, 0, 0)), "the old one stays lost");
    }
  }

  @Test
  void shouldTellSleepersThatTheDirectoryIsGoneAndMakeANewOne() throws IOException {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open()) {
      int set = makeSet(ns);
      assertToldOf(ns, set, () -> Trees.delete(arena.dir()));
      assertEquals(Errno.EIDRM, refusal(() -> ns.semget(KEY, 0, 0)));
      assertEquals(Errno.ENOENT, refusal(() -> arena.open().close()));
      IpcNamespace.open(arena.uri() + "&create=true").close();
      assertWorks(arena);
    }
  }

  private static void assertWorks(Arena arena) {
    try (IpcNamespace anew = arena.open()) {
      int set = makeSet(anew);
      anew.semop(set, 0, 1, Ipc.SEM_UNDO);
      assertEquals(1, anew.getVal(set, 0));
      int shmid = anew.shmget(KEY, 4096, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
      try (SharedMemory segment = anew.shmat(shmid, 0, 0)) {
        assertEquals(0, segment.buffer().getInt(0));
      }
      anew.shmRmid(shmid);
      anew.semRmid(set);
    }
  }

  @Test
  void shouldNotMakeANamespaceWhereOtherFilesAre() throws IOException {
    try (Arena arena = new Arena()) {
      Files.createFile(arena.file("diary.txt"));
      IpcException e = assertThrows(IpcException.class, () -> arena.open().close());
      assertEquals(Errno.EINVAL, e.errno());
      assertTrue(e.getMessage().contains("'diary.txt'"), e.getMessage());
    }
  }
}
