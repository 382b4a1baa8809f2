package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Handle;
import io.sysv4j.offheap.internal.engine.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Threads that are inside a call while their namespace is closed, and threads that come later: each
 * is told so, with an IllegalStateException; none does anything to another file that has a
 * descriptor of ours by now, and none takes a living JVM for dead.
 */
class LateCallsTest {
  /** The semaphore whose only unit the neighbour holds. */
  static final int HELD = 0;

  /** A semaphore that is used by plain operations only. */
  static final int PLAIN = 1;

  /** Semaphores that are used by arrays with SEM_UNDO. */
  static final int FIRST = 2;

  /** See {@link #FIRST}. */
  static final int SECOND = 3;

  private static final int ROUNDS = 330;
  private static final int THREADS = 5;
  private static final int MANY = 10_000;

  private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong plain = new AtomicLong(MANY);

  private record Objects(int set, int shmid) {}

  private static Objects make(Arena arena) {
    try (IpcNamespace ns = arena.open()) {
      int set = ns.semget(Ipc.IPC_PRIVATE, 4, 0600);
      ns.setAll(set, 1, MANY, MANY, MANY);
      return new Objects(set, ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600));
    }
  }

  @Test
  void shouldTellEveryLateCallThatTheNamespaceIsClosed() throws Exception {
    try (Arena arena = new Arena();
        Arena decoy = new Arena()) {
      Objects objects = make(arena);
      for (String name : arena.files()) {
        Files.write(decoy.file(name), new byte[1]);
      }
      Files.write(decoy.file("sem-1"), new byte[1]);
      var decoys = new TreeSet<>(decoy.files());
      try (Child neighbour = Child.start(NeighbourMain.class, arena.uri(), objects.set)) {
        neighbour.expect("holding");
        for (int round = 0; round < ROUNDS && wrong.isEmpty(); round++) {
          openAndClose(arena, objects, round, decoy.dir());
        }
        neighbour.say("end");
        neighbour.expect("held 0");
        assertEquals(0, neighbour.awaitEnd());
      }
      assertEquals(List.of(), List.copyOf(wrong));
      assertEquals(decoys, decoy.files());
      try (IpcNamespace ns = arena.open()) {
        assertEquals(
            List.of(1, plain.intValue(), MANY, MANY),
            java.util.Arrays.stream(ns.getAll(objects.set)).boxed().toList());
        assertEquals(0, ns.shmStat(objects.shmid).shmNattch());
      }
    }
  }

  /** One life of the namespace in this JVM, with threads that are late for its end. */
  private void openAndClose(Arena arena, Objects objects, int round, Path decoy)
      throws IOException, InterruptedException {
    Handle handle = Handle.open(Options.of(URI.create(arena.uri())), own -> own);
    Engine engine = handle.engine();
    removeLeft(engine, objects.set);
    List<LateCalls> late = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      late.add(new LateCalls(engine, objects.set, objects.shmid, round + 2 * i, plain, wrong));
    }
    late.forEach(Thread::start);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(4_000_000));
    handle.close();
    late.forEach(LateCalls::over);
    List<DirectoryStream<Path>> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(Files.newDirectoryStream(decoy)); // each takes the lowest free descriptor
    }
    for (LateCalls thread : late) {
      thread.join();
    }
    for (DirectoryStream<Path> stream : open) {
      stream.close();
    }
  }

  /** Removes the sets that callers have made and not come to remove. */
  private static void removeLeft(Engine engine, int kept) {
    for (int index = engine.semctl().semInfo().highestIndex(); index >= 0; index--) {
      try {
        int semid = engine.semctl().statAt(index, Ipc.SEM_STAT).semid();
        if (semid != kept) {
          engine.semctl().remove(semid);
        }
      } catch (IpcException e) {
        assertEquals(Errno.EINVAL, e.errno(), "there is nothing at this index");
      }
    }
  }

  @Test
  void shouldInterruptSleepersWhileTheirNamespaceIsClosed() throws InterruptedException {
    Sembuf[] take = {new Sembuf(HELD, -2, 0)};
    try (Arena arena = new Arena()) {
      int set = make(arena).set;
      for (int round = 0; round < 200 && wrong.isEmpty(); round++) {
        Handle handle = Handle.open(Options.of(URI.create(arena.uri())), own -> own);
        Engine engine = handle.engine();
        Thread sleeper = new Thread(() -> sleep(engine, set, take));
        sleeper.start();
        Thread interrupter = new Thread(() -> interrupt(sleeper));
        interrupter.start();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(2_000_000));
        handle.close();
        sleeper.join();
        interrupter.join();
      }
      assertEquals(List.of(), List.copyOf(wrong));
    }
  }

  private void sleep(Engine engine, int set, Sembuf[] take) {
    try {
      while (true) {
        engineSleeps(engine, set, take);
      }
    } catch (Throwable e) {
      if (!LateCalls.isClosed(e)) {
        wrong.add(e);
      }
    }
  }

  private static void engineSleeps(Engine engine, int set, Sembuf[] take) {
    try {
      engine.sem().semtimedop(set, take, Duration.ofSeconds(60));
    } catch (IpcException e) {
      if (e.errno() != Errno.EINTR) {
        throw e;
      }
      Thread.interrupted();
    }
  }

  private void interrupt(Thread sleeper) {
    try {
      while (sleeper.isAlive()) {
        sleeper.interrupt();
        Thread.yield();
      }
    } catch (Throwable e) {
      wrong.add(e);
    }
  }
}
