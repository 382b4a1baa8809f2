package io.sysv4j.offheap.crash;

import io.sysv4j.offheap.internal.engine.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Namespaces in memory, used again as long as they are sound; removed at the end. */
final class Worlds implements AutoCloseable {
  private static final Path SHM = Path.of("/dev/shm");

  private final ConcurrentLinkedQueue<World> idle = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Path> directories = new ConcurrentLinkedQueue<>();
  private final World.StandIn standIn;

  Worlds() {
    this(MortalMemory::new);
  }

  /** Worlds in which something else stands between everyone and its memory. */
  Worlds(World.StandIn standIn) {
    this.standIn = standIn;
  }

  World take() {
    World world = idle.poll();
    return world != null ? world : make();
  }

  private World make() {
    try {
      Path directory = Files.createTempDirectory(SHM, "death-at-every-store-");
      directories.add(directory);
      Map<String, String> limits = Map.of("semmni", "16", "shmmni", "16");
      return new World(
          new Options(directory.toString(), false, 0, Options.DEFAULT_PATIENCE, limits), standIn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void giveBack(World world) {
    idle.add(world);
  }

  /** It is not what it should be. */
  void giveUp(World world) {
    world.abandon();
  }

  @Override
  public void close() {
    idle.forEach(World::close);
    directories.forEach(Worlds::delete);
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
