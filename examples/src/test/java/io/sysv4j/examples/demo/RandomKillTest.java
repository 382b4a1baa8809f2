package io.sysv4j.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real workers, and SIGKILL at moments that nobody has chosen. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomKillTest {
  private static final int KILLS = 60;
  private static final int CHUNKS = 30_000;
  private static final int CHUNK = 512;
  private static final int SLOTS = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"offheap:", "kernel:/"})
  void shouldMoveEveryChunkOnce(String uri) throws Exception {
    long seed = System.nanoTime();
    Path source = Files.write(directory.resolve("source"), noise(CHUNKS * CHUNK, seed));
    Path namespace = Files.createDirectory(directory.resolve("namespace"));
    Geometry geometry = new Geometry(CHUNKS * CHUNK, CHUNK, SLOTS, 3 + KILLS, 0);
    Plan plan = new Plan(source, geometry, uri.equals("offheap:") ? uri + namespace : uri);
    Queue<String> complaints = new ConcurrentLinkedQueue<>();
    try (Workshop workshop = Workshop.open(plan)) {
      List<Child> crew = new ArrayList<>();
      crew.add(workshop.hire(Role.PRODUCER, listener(complaints)));
      crew.add(workshop.hire(Role.CONSUMER, listener(complaints)));
      crew.add(workshop.hire(Role.CONSUMER, listener(complaints)));
      int kills = killAtRandom(workshop, crew, new Random(seed), complaints);
      assertTrue(kills > KILLS / 3, "only " + kills + " kills: the file is too small");
      assertEquals(-1L, Files.mismatch(source, workshop.scratch().arrived()), "seed " + seed);
      assertEquals(List.of(), List.copyOf(complaints), "seed " + seed);
    }
  }

  /** Kills as long as there are seats for replacements, then waits for the rest of the file. */
  private static int killAtRandom(
      Workshop workshop, List<Child> crew, Random random, Queue<String> complaints)
      throws IOException, InterruptedException {
    IpcNamespace ns = workshop.ns();
    int kills = 0;
    while (ns.getVal(workshop.semid(), Sems.LEFT) > 0 && complaints.isEmpty()) {
      Thread.sleep(random.nextInt(150));
      if (kills < KILLS && ns.getVal(workshop.semid(), Sems.LEFT) < CHUNKS) {
        Child victim = crew.remove(random.nextInt(crew.size()));
        victim.end();
        assertEquals(0, ns.getVal(workshop.semid(), Sems.life(victim.seat())), victim.name());
        crew.add(workshop.hire(victim.role(), listener(complaints)));
        kills++;
      }
    }
    return kills;
  }

  private static Child.Listener listener(Queue<String> complaints) {
    return (child, saying, rest) -> {
      if (saying == Saying.FAILED) {
        complaints.add(child.name() + ": " + rest);
      }
    };
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
