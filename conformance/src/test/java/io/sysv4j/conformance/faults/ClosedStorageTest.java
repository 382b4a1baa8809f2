package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.conformance.harness.Trees;
import io.sysv4j.offheap.internal.engine.Handle;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.Retired;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A namespace that is closed holds no storage, not for a moment: though the user still has a handle
 * on it and a buffer of a segment, and whether the garbage collector runs or not.
 */
class ClosedStorageTest {
  private static final int ROUNDS = 200;
  private static final int MEGABYTE = 1 << 20;

  /** All that could keep a mapping: what the user holds, and what is below it. */
  private final List<Object> kept = new ArrayList<>();

  private void use(String uri) {
    Handle handle = Handle.open(Options.of(URI.create(uri)), own -> own);
    kept.add(handle.engine());
    try (IpcNamespace ns = IpcNamespace.open(uri)) {
      kept.add(ns);
      int set = ns.semget(Ipc.IPC_PRIVATE, 20, 0600);
      ns.setVal(set, 19, 1);
      ns.semop(set, 19, -1, Ipc.SEM_UNDO);
      ns.semop(set, 18, 1, 0);
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
      int readOnly = ns.semget(Ipc.IPC_PRIVATE, 1, 0400);
      assertEquals(0, ns.getVal(readOnly, 0));
      SharedMemory segment = ns.shmat(ns.shmget(Ipc.IPC_PRIVATE, MEGABYTE, 0600), 0, 0);
      ByteBuffer buffer = segment.buffer();
      buffer.putInt(0, 1);
      kept.add(buffer);
    }
    handle.close();
  }

  @Test
  void shouldGiveStorageBackWhenClosed() throws IOException {
    try (SmallDisk disk = new SmallDisk("size=64m")) {
      Files.delete(disk.dir());
      long free = disk.free();
      for (int round = 0; round < ROUNDS; round++) {
        use("offheap:" + disk.dir() + "?create=true");
        Trees.delete(disk.dir());
        assertEquals(free, disk.free(), "after round " + round);
      }
    }
  }

  @Test
  void shouldKeepNoFileMappedWhenClosed() {
    try (Arena arena = new Arena()) {
      for (int round = 0; round < 20; round++) {
        use(arena.uri());
        assertEquals(List.of(), Mappings.below(arena.dir()));
        assertEquals(List.of(), Descriptors.of(arena.dir()));
      }
    }
  }

  /** What is left of a closed namespace are addresses; they go when nobody can reach it. */
  @Test
  void shouldGiveAddressesBackWhenNobodyCanReachThem() {
    int before = Retired.count();
    try (Arena arena = new Arena()) {
      use(arena.uri());
      kept.clear();
      Mappings.awaitCount(before);
    }
  }

  /** The file is nobody's any more, and nothing of it was opened: nothing is left to wait for. */
  @Test
  void shouldKeepNothingMappedOfANamespaceThatCouldNotBeOpened() throws IOException {
    try (Arena arena = new Arena()) {
      use(arena.uri());
      Path sets = arena.file("namespace");
      assertThrows(
          io.sysv4j.IpcException.class,
          () -> IpcNamespace.open("offheap:" + arena.dir() + "?semmni=65"));
      assertEquals(List.of(), Mappings.below(arena.dir()));
      assertEquals(List.of(), Descriptors.of(arena.dir()));
      assertEquals(1, Files.getAttribute(sets, "unix:nlink"));
    }
  }
}
