package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.conformance.harness.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Once the parent of a killed JVM has seen its end, everyone sees its undo at the very next call;
 * and who slept for what it held goes on by himself.
 */
class PromptUndoTest {
  private static final int CALLS = 6;

  @Test
  void shouldSeeTheUndoOfTheKilledAtTheNextCall() {
    killHolders(40);
  }

  @Test
  @Tag("long")
  void shouldSeeTheUndoOfTheKilledAtTheNextCallTenThousandTimes() {
    killHolders(10_000 / CALLS + 1);
  }

  /** Each holder has a unit of several sets, and the first call on each set is another one. */
  private static void killHolders(int kills) {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open();
        Crowd crowd = new Crowd(2)) {
      int[] sets = makeSets(ns, CALLS);
      for (int i = 0; i < kills; i++) {
        Child holder = crowd.next(() -> Child.start(Holder.class, arguments(arena, 0, sets)));
        holder.say("hold");
        holder.expect("holding");
        assertEquals(Errno.EAGAIN, timeOut(ns, sets[4]));
        holder.kill();
        assertEquals(Errno.SUCCESS, ns.trySemop(sets[0], 0, -1, 0));
        assertEquals(1, ns.getVal(sets[1], 0));
        assertEquals(1, ns.getAll(sets[2])[0]);
        ns.semtimedop(sets[3], one(-1), Duration.ofNanos(1));
        assertEquals(Errno.SUCCESS, timeOut(ns, sets[4]));
        assertEquals(holder.pid(), ns.getPid(sets[5], 0));
        for (int set : new int[] {sets[0], sets[3], sets[4]}) {
          ns.semop(set, 0, 1, 0);
        }
      }
      System.out.println(kills + " holders killed, " + kills * CALLS + " first calls, no miss");
    }
  }

  private static Errno timeOut(IpcNamespace ns, int semid) {
    try {
      ns.semtimedop(semid, one(-1), Duration.ofMillis(1));
      return Errno.SUCCESS;
    } catch (IpcException e) {
      return e.errno();
    }
  }

  private static Sembuf[] one(int op) {
    return new Sembuf[] {new Sembuf(0, op, 0)};
  }

  private static int[] makeSets(IpcNamespace ns, int count) {
    int[] sets = new int[count];
    Arrays.setAll(sets, i -> ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
    for (int set : sets) {
      ns.setVal(set, 0, 1);
    }
    return sets;
  }

  private static Object[] arguments(Arena arena, int megabytes, int[] sets) {
    List<Object> args = new ArrayList<>(List.of(arena.uri(), megabytes));
    for (int set : sets) {
      args.add(set);
    }
    return args.toArray();
  }

  @Test
  void shouldWakeWhoWaitsForAKilledHolder() {
    wakeUps(30, 0);
  }

  @Test
  @Tag("long")
  void shouldWakeWhoWaitsForAKilledHolderOfAnySize() {
    wakeUps(500, 0);
    wakeUps(100, 400);
  }

  private static void wakeUps(int kills, int megabytes) {
    try (Arena arena = new Arena();
        IpcNamespace ns = arena.open();
        Crowd crowd = new Crowd(megabytes == 0 ? 2 : 1)) {
      int[] set = makeSets(ns, 1);
      long[] gone = new long[kills];
      long[] awake = new long[kills];
      for (int i = 0; i < kills; i++) {
        Child holder =
            crowd.next(() -> Child.start(Holder.class, arguments(arena, megabytes, set)));
        holder.say("hold");
        holder.expect("holding");
        Sleeper sleeper = Sleeper.asleep(ns, set[0], () -> ns.semop(set[0], 0, -1, 0));
        long start = System.nanoTime();
        holder.kill();
        gone[i] = System.nanoTime() - start;
        assertEquals(Errno.SUCCESS, sleeper.result());
        awake[i] = System.nanoTime() - start;
        ns.semop(set[0], 0, 1, 0);
      }
      report(megabytes, gone, awake);
    }
  }

  private static void report(int megabytes, long[] gone, long[] awake) {
    Arrays.sort(gone);
    Arrays.sort(awake);
    System.out.printf(
        "%d kills of holders with %d MB of ballast: gone after %.1f ms (p99 %.1f),"
            + " sleeper awake after %.1f ms (p99 %.1f, max %.1f)%n",
        gone.length,
        megabytes,
        gone[gone.length / 2] / 1e6,
        gone[gone.length * 99 / 100] / 1e6,
        awake[awake.length / 2] / 1e6,
        awake[awake.length * 99 / 100] / 1e6,
        awake[awake.length - 1] / 1e6);
  }
}
