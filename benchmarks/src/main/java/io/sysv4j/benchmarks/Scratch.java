package io.sysv4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory in memory for everything that is measured in files; gone when the JVM ends, unless it
 * is killed.
 */
final class Scratch {
  private final Path directory;

  Scratch() throws IOException {
    Path memory = Path.of("/dev/shm");
    String name = "sysv4j-bench-" + ProcessHandle.current().pid() + "-";
    directory =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, name)
            : Files.createTempDirectory(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  Path directory() {
    return directory;
  }

  private void delete() {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> childrenFirst =
          tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path path : childrenFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bench: " + directory + " could not be deleted: " + e);
    }
  }
}
