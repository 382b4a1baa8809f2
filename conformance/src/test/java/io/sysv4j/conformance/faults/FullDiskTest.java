package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The storage is full: each call that needs more says so, with what it needed and what is free;
 * nothing half-made is left, and all goes on when there is space again.
 */
class FullDiskTest {
  private static final int PAGE = 4096;
  private static final Sembuf[] TAKE = {new Sembuf(0, -1, 0)};

  private static IpcException refused(Errno errno, Runnable call) {
    IpcException e = assertThrows(IpcException.class, call::run);
    assertEquals(errno, e.errno(), e.getMessage());
    return e;
  }

  private static void assertTells(IpcException e, String... parts) {
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage() + " does not tell: " + part);
    }
  }

  private static Set<String> files(SmallDisk disk) {
    try (Stream<Path> files = Files.list(disk.dir())) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldLeaveNothingWhereANamespaceDoesNotFit() {
    try (SmallDisk disk = new SmallDisk("size=64k")) {
      IpcException e = refused(Errno.ENOSPC, () -> IpcNamespace.open(disk.uri()).close());
      assertTells(e, disk.dir() + "/namespace", "bytes of storage can't be reserved", "bytes and");
      assertEquals(Set.of(), files(disk));
      assertEquals(64 << 10, disk.free());
    }
  }

  @Test
  void shouldRefuseSetsWhenFullAndMakeThemAgainWhenThereIsSpace() {
    try (SmallDisk disk = new SmallDisk("size=8m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      disk.fillBut(10);
      List<Integer> sets = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sets.add(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      }
      Set<String> before = files(disk);
      IpcException e = refused(Errno.ENOSPC, () -> ns.semget(100, 1, Ipc.IPC_CREAT | 0600));
      assertTells(e, "4096 bytes of storage can't be reserved", "0 bytes and", "sem-10");
      refused(Errno.ENOENT, () -> ns.semget(100, 0, 0));
      assertEquals(10, ns.semInfo().semusz());
      assertEquals(before, files(disk));

      for (int set : sets) {
        ns.semop(set, 0, 3, Ipc.SEM_UNDO);
        ns.semop(set, 0, -1, 0);
        assertEquals(2, ns.getVal(set, 0), "what there is goes on");
      }
      ns.semRmid(sets.remove(0));
      sets.add(ns.semget(100, 1, Ipc.IPC_CREAT | 0600));
      disk.empty();
      sets.add(ns.semget(Ipc.IPC_PRIVATE, 1000, 0600));
      sets.forEach(ns::semRmid);
      assertEquals(Set.of("namespace"), files(disk));
    }
  }

  /** Each caller makes its file before it knows whether it makes the object: only one file fits. */
  @Test
  void shouldAnswerAllWhoMakeTheSameKeyWhereOnlyOneFits() {
    try (SmallDisk disk = new SmallDisk("size=9m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      long size = disk.free() * 4 / 5;
      for (int key = 1; key <= 100; key++) {
        int made = key;
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          calls.add(
              CompletableFuture.supplyAsync(
                  () -> ns.shmget(made, size, Ipc.IPC_CREAT | 0600),
                  task -> new Thread(task).start()));
        }
        Set<Integer> ids = new TreeSet<>();
        calls.forEach(call -> ids.add(call.join()));
        assertEquals(1, ids.size());
        ids.forEach(ns::shmRmid);
      }
    }
  }

  @Test
  void shouldGiveAllStorageBackWithTheLastMapping() throws InterruptedException {
    try (SmallDisk disk = new SmallDisk("size=8m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      Mappings.awaitOnly(disk.dir(), 1);
      long free = disk.free();
      for (int round = 0; round < 3; round++) {
        List<Integer> sets = new ArrayList<>();
        disk.fillBut(20);
        while (disk.free() > 0) {
          int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
          ns.semop(set, 0, 1, Ipc.SEM_UNDO);
          sets.add(set);
        }
        refused(Errno.ENOSPC, () -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
        sets.forEach(ns::semRmid);
        disk.empty();
        Mappings.awaitOnly(disk.dir(), 1);
        assertEquals(free, disk.free());
      }
    }
  }

  @Test
  void shouldRefuseSegmentsWhenFullAndReserveThoseThatItMakes() {
    try (SmallDisk disk = new SmallDisk("size=8m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      disk.fillBut(8);
      IpcException e = refused(Errno.ENOSPC, () -> ns.shmget(7, 9 * PAGE, Ipc.IPC_CREAT | 0600));
      assertTells(e, 9 * PAGE + " bytes of storage can't be reserved", 8 * PAGE + " bytes and");
      refused(Errno.ENOENT, () -> ns.shmget(7, 0, 0));
      assertEquals(Set.of("namespace"), files(disk));
      assertEquals(8 * PAGE, disk.free());

      int shmid = ns.shmget(7, 8 * PAGE, Ipc.IPC_CREAT | 0600);
      assertEquals(0, disk.free());
      try (SharedMemory segment = ns.shmat(shmid, 0, 0)) {
        for (int i = 0; i < 8 * PAGE; i++) {
          segment.buffer().put(i, (byte) i);
        }
        assertEquals((byte) (PAGE + 1), segment.buffer().get(PAGE + 1));
      }
      ns.shmRmid(shmid);
      assertEquals(Set.of("namespace"), files(disk));
    }
  }

  @Test
  void shouldRefuseSleepersWhenFull() {
    try (SmallDisk disk = new SmallDisk("size=8m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 1, 0600);
      disk.fillBut(0);
      List<CompletableFuture<Void>> asleep = new ArrayList<>();
      IpcException e = null;
      while (e == null) {
        CompletableFuture<Void> future = ns.semtimedopAsync(set, TAKE, null, Runnable::run);
        if (future.isCompletedExceptionally()) {
          e = (IpcException) future.handle((done, failure) -> failure).join();
        } else {
          asleep.add(future);
        }
      }
      assertEquals(Errno.ENOMEM, e.errno(), e.getMessage());
      assertTells(e, "sem-0", "bytes of storage can't be reserved", "0 bytes and");
      assertEquals(asleep.size(), ns.getNcnt(set, 0));
      refused(Errno.ENOMEM, () -> ns.semop(set, 0, -1, 0));
      refused(Errno.ENOMEM, () -> ns.semtimedop(set, TAKE, Duration.ofSeconds(60)));
      assertEquals(Errno.EAGAIN, ns.trySemop(set, 0, -1, 0), "that needs no storage");

      disk.empty();
      asleep.add(ns.semtimedopAsync(set, TAKE, null, Runnable::run));
      ns.semop(set, 0, asleep.size(), 0);
      asleep.forEach(CompletableFuture::join);
      assertEquals(0, ns.getVal(set, 0));
    }
  }

  @Test
  void shouldRefuseUndoRowsWhenFull() throws IOException {
    try (SmallDisk disk = new SmallDisk("size=16m");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 1000, 0600);
      disk.fillBut(0);
      try (UndoTakers takers = new UndoTakers(disk.uri(), set)) {
        IpcException e = takers.takeUntilRefused();
        assertEquals(Errno.ENOMEM, e.errno(), e.getMessage());
        assertTells(e, "sem-0", "bytes of storage can't be reserved", "0 bytes and");
        int taken = takers.count();
        assertEquals(taken, ns.getVal(set, 0));
        ns.semop(set, 0, 1, 0);
        disk.empty();
        assertFalse(takers.takeOnce() == 0);
        assertEquals(taken + 2, ns.getVal(set, 0));
      }
      assertEquals(1, ns.getVal(set, 0), "all has been undone");
    }
  }

  @Test
  void shouldTellThatNoMoreFilesCanBeMade() throws IOException {
    try (SmallDisk disk = new SmallDisk("size=16m,nr_inodes=64");
        IpcNamespace ns = IpcNamespace.open(disk.uri())) {
      disk.useUpFiles();
      Set<String> before = files(disk);
      IpcException e = refused(Errno.ENOSPC, () -> ns.semget(100, 1, Ipc.IPC_CREAT | 0600));
      assertTells(e, "sem-0", "it can't be", "0 files free");
      e = refused(Errno.ENOSPC, () -> ns.shmget(100, 1, Ipc.IPC_CREAT | 0600));
      assertTells(e, "shm-0", "it can't be", "0 files free");
      assertEquals(before, files(disk));
      disk.freeFiles(4);
      int set = ns.semget(100, 1, Ipc.IPC_CREAT | 0600);
      int shmid = ns.shmget(100, 1, Ipc.IPC_CREAT | 0600);
      ns.semop(set, 0, 1, 0);
      ns.shmRmid(shmid);
      ns.semRmid(set);
      assertEquals(before, files(disk));
    }
  }
}
