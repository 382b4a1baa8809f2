package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Sleeper;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.engine.SemCalls;
import io.sysv4j.offheap.internal.memory.Memory;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures how long the gate of a set is held: from the store that enters it to the one that leaves
 * it. Prints what it measured; docs/reliability.md has the figures.
 */
class GateTimesTest {
  /** What is done at the gate, over and over. */
  private interface Play {
    void go(SemCalls sem, int set);
  }

  @Test
  void shouldMeasureEveryPassage() {
    measure(20_000);
  }

  @Test
  @Tag("long")
  void shouldMeasureAMillionPassages() {
    measure(1_000_000);
  }

  private static void measure(int passages) {
    Sembuf[] take = ops(-1);
    Sembuf[] give = ops(1);
    measure("one operation with SEM_UNDO", passages, GateTimesTest::undo);
    measure(
        "four operations",
        passages,
        (sem, set) -> {
          sem.semop(set, give);
          sem.semop(set, take);
        });
    measure(
        "a sleeper is handed a unit",
        passages,
        (sem, set) -> {
          var future = sem.semtimedopAsync(set, ops(-1), null, Runnable::run);
          sem.semop(set, give);
          future.join();
        });
  }

  private static void undo(SemCalls sem, int set) {
    sem.semop(set, 0, 1, Ipc.SEM_UNDO);
    sem.semop(set, 0, -1, Ipc.SEM_UNDO);
  }

  private static Sembuf[] ops(int op) {
    Sembuf[] ops = new Sembuf[4];
    Arrays.setAll(ops, i -> new Sembuf(i, op, 0));
    return ops;
  }

  /** Two threads at one set; the first tenth is for the compilers. */
  private static void measure(String what, int passages, Play play) {
    Times times = new Times(passages);
    try (Arena arena = new Arena()) {
      Engine engine =
          Engine.openAlone(Options.of(URI.create(arena.uri())), file -> new Timed(file, times));
      int set = engine.semctl().semget(Ipc.IPC_PRIVATE, 4, 0600);
      Runnable playing =
          () -> {
            while (!times.isFull()) {
              play.go(engine.sem(), set);
            }
          };
      Sleeper other = Sleeper.start(playing);
      playing.run();
      assertEquals(io.sysv4j.Errno.SUCCESS, other.result());
      engine.closeAlone();
    }
    times.report(what);
  }

  /** How long each passage took, in nanoseconds. Written by whoever is inside. */
  private static final class Times {
    private final long[] nanos;
    private volatile int count;

    Times(int passages) {
      nanos = new long[passages];
    }

    boolean isFull() {
      return count == nanos.length;
    }

    void add(long time) {
      int at = count;
      if (at < nanos.length) {
        nanos[at] = time;
        count = at + 1;
      }
    }

    void report(String what) {
      long[] warm = Arrays.copyOfRange(nanos, nanos.length / 10, nanos.length);
      Arrays.sort(warm);
      System.out.printf(
          "gate held for %s: p50 %d ns, p99 %d ns, p99.9 %d ns, max %d us (%d passages)%n",
          what,
          warm[warm.length / 2],
          warm[(int) (warm.length * 0.99)],
          warm[(int) (warm.length * 0.999)],
          warm[warm.length - 1] / 1000,
          warm.length);
    }
  }

  private static final class Timed extends Inside {
    private final Times times;
    private long entered;

    Timed(Memory file, Times times) {
      super(file);
      this.times = times;
    }

    @Override
    void entered() {
      entered = System.nanoTime();
    }

    @Override
    void leaving() {
      if (isSet()) {
        times.add(System.nanoTime() - entered);
      }
    }
  }
}
