package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.Retired;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Closing a namespace, removing objects and the end of a JVM leave nothing behind. */
class HygieneTest {
  private static final int SETS = 32_000;

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sysv4j"))
        .collect(Collectors.toSet());
  }

  private record Objects(int set, int shmid) {}

  /** In a method of its own, so that no frame keeps the closed namespace. */
  private static Objects make(Arena arena) {
    try (IpcNamespace ns = arena.open()) {
      return new Objects(
          ns.semget(Ipc.IPC_PRIVATE, 1, 0600), ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600));
    }
  }

  /** Uses all that has threads, mappings and descriptors, and leaves. */
  private static void useAndClose(Arena arena, int set, int shmid) {
    try (IpcNamespace ns = arena.open()) {
      ns.semop(set, 0, 1, Ipc.SEM_UNDO);
      Sembuf[] take = {new Sembuf(0, -2, 0)};
      var future = ns.semtimedopAsync(set, take, null, Runnable::run);
      ns.semop(set, 0, 1, 0);
      future.join();
      SharedMemory segment = ns.shmat(shmid, 0, 0);
      segment.buffer().putInt(0, 1);
      ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    }
  }

  @Test
  void shouldLeaveNothingOpenWhenClosed() {
    openAndClose(1_000);
  }

  @Test
  @Tag("long")
  void shouldLeaveNothingOpenWhenClosedTenThousandTimes() {
    openAndClose(10_000);
  }

  private static void openAndClose(int cycles) {
    try (Arena arena = new Arena()) {
      Objects objects = make(arena);
      int set = objects.set;
      int shmid = objects.shmid;
      useAndClose(arena, set, shmid);
      int mappings = Retired.count();
      Set<String> files = arena.files();
      Set<String> threads = threads();
      for (int i = 0; i < cycles; i++) {
        useAndClose(arena, set, shmid);
      }
      assertEquals(threads, threads());
      assertEquals(List.of(), Descriptors.of(arena.dir()));
      assertEquals(files, arena.files());
      assertEquals(List.of(), Mappings.below(arena.dir()), "that waits for no garbage collector");
      Mappings.awaitCount(mappings);
      try (IpcNamespace ns = arena.open()) {
        assertEquals(0, ns.getVal(set, 0));
        assertEquals(0, ns.shmStat(shmid).shmNattch());
        assertEquals(1, ns.semInfo().semusz());
      }
      assertEquals(List.of(), participants(arena));
    }
  }

  /** Who is still attached to the namespace. */
  private static List<Long> participants(Arena arena) {
    Engine engine = Engine.openAlone(Options.of(URI.create(arena.uri())), UnaryOperator.identity());
    try {
      return java.util.stream.IntStream.range(0, engine.participant().slotsUsed())
          .mapToObj(engine.participant()::occupant)
          .filter(occupant -> occupant != 0 && occupant != engine.participant().id())
          .collect(Collectors.toList());
    } finally {
      engine.closeAlone();
    }
  }

  @Test
  void shouldLeaveNothingBehindAtTheEndOfAJvm() {
    try (Arena arena = new Arena()) {
      Objects objects = make(arena);
      int set = objects.set;
      int shmid = objects.shmid;
      Set<String> files = arena.files();
      for (String how : new String[] {"close", "exit", "halt"}) {
        try (Child child = Child.start(LeaverMain.class, arena.uri(), set, shmid, how)) {
          child.expect("leaving");
          assertEquals(0, child.awaitEnd());
        }
        assertEquals(files, arena.files(), how);
        try (IpcNamespace ns = arena.open()) {
          assertEquals(0, ns.getVal(set, 0), how);
          assertEquals(0, ns.shmStat(shmid).shmNattch(), how);
          assertEquals(0, ns.getNcnt(set, 0), how);
        }
        assertEquals(List.of(), participants(arena), how);
      }
    }
  }

  @Test
  void shouldLeaveTheDirectoryAsItWasWhenSetsAreRemoved() {
    makeAndRemove(4_000);
  }

  @Test
  @Tag("long")
  void shouldLeaveTheDirectoryAsItWasWhenAllSetsAreRemoved() {
    makeAndRemove(SETS);
  }

  private static void makeAndRemove(int sets) {
    try (Arena arena = new Arena();
        IpcNamespace ns = IpcNamespace.open("offheap:" + arena.dir())) {
      Set<String> files = arena.files();
      int[] ids = new int[sets];
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < sets; i++) {
          ids[i] = ns.semget(i + 1, 1, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
        }
        assertEquals(sets, ns.semInfo().semusz());
        assertEquals(sets + files.size(), arena.files().size());
        for (int id : ids) {
          ns.semRmid(id);
        }
        assertEquals(0, ns.semInfo().semusz());
        assertEquals(files, arena.files());
      }
      assertEquals(SETS, ns.semIpcInfo().semmni(), "the table has room for all");
      Mappings.awaitOnly(arena.dir(), 1);
    }
  }
}
