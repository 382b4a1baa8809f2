package io.sysv4j.offheap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sem.SemSet;
import io.sysv4j.offheap.internal.sync.SafetyTick;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Something is thrown inside M at each point of a step that lets a thread and a future of A go on,
 * also where M has left the gate and owes the wake-up: the next to come, or another thread of M's
 * JVM, sees to it that they are woken. They really sleep; that the tick of {@link SafetyTick} wakes
 * them is not enough.
 */
class WakeAfterErrorTest {
  private static final Step GIVE = Step.parse("M does s0+2");
  private static final Step GIVE_AGAIN = Step.parse("Z does s0+2");

  private final Worlds worlds = new Worlds(this::standIn);
  private final World world = worlds.take();

  /** Who joins now, and maps its set, is used by several threads. */
  private boolean areThreads;

  private Memory standIn(Memory real, Life life) {
    return areThreads ? real : new MortalMemory(real, life);
  }

  /** Threads may still be in the world of a test that failed: nothing of it is unmapped. */
  @AfterEach
  void removeFiles() {
    worlds.close();
  }

  @Test
  void shouldWakeWhoeverIsDoneThoughItsGiverThrew() throws Exception {
    world.begin(0);
    areThreads = true;
    world.set('A');
    areThreads = false;
    world.set('M');
    boolean finished = false;
    for (int point = 0; !finished; point++) {
      Mishap mishap = new Mishap(point, false, Mishap.Kind.ERROR);
      run(mishap);
      finished = !mishap.happened();
    }
    worlds.giveBack(world);
  }

  private void run(Mishap mishap) throws Exception {
    long rescues = SafetyTick.rescues();
    Mortal sleeper = world.person('A');
    CompletableFuture<Void> thread =
        CompletableFuture.runAsync(
            () -> sleeper.engine.sem().semop(world.semid(), 0, -1, 0), WakeAfterErrorTest::start);
    until(this::isThreadParked);
    CompletableFuture<Void> future =
        sleeper
            .engine
            .sem()
            .semtimedopAsync(
                world.semid(), new Sembuf[] {new Sembuf(0, -1, 0)}, null, Runnable::run);
    until(() -> isDispatcherAsleep(sleeper));
    give(mishap);
    if (world.audit().values()[0] == 0 && isThreadParked()) {
      world.perform(GIVE_AGAIN); // M has not done it
    }
    thread.get(60, TimeUnit.SECONDS);
    future.get(60, TimeUnit.SECONDS);
    assertEquals(rescues, SafetyTick.rescues(), () -> "nobody woke them" + mishap.story());
    world.perform(Step.parse("Z fills 0"));
  }

  private static void start(Runnable action) {
    Thread thread = new Thread(action, "A");
    thread.setDaemon(true);
    thread.start();
  }

  private void give(Mishap mishap) {
    Mortal giver = world.person('M');
    giver.life.mishap(mishap);
    try {
      world.perform(GIVE);
    } catch (RuntimeException | Error e) {
      assertTrue(mishap.isCauseOf(e), () -> "it throws what is not its own: " + e);
    }
    giver.life.mishap(null);
    giver.within(
        () -> {
          EngineDoor.lookAfterNotes(giver.engine);
          return null;
        });
    world.perform(Step.parse("B counts"));
  }

  private boolean isThreadParked() {
    SemSet set = world.set(World.WATCHER);
    return world.audit().inUse().stream()
        .anyMatch(ref -> SleeperStatus.state(set.sleepers().status(ref)) == SleeperStatus.PARKED);
  }

  private static boolean isDispatcherAsleep(Mortal mortal) {
    long bell = mortal.engine.participant().offset() + ParticipantLayout.DOORBELL;
    return EngineDoor.namespace(mortal.engine).getInt(bell) == 1;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(Patience.SECONDS)) {
        throw new GaveUp("nobody falls asleep");
      }
      Thread.sleep(1);
    }
  }
}
