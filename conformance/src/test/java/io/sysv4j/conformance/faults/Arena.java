package io.sysv4j.conformance.faults;

import io.sysv4j.IpcNamespace;
import io.sysv4j.conformance.harness.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory in memory for one test, with the namespace in it; gone with the test. */
final class Arena implements AutoCloseable {
  private static final String LIMITS = "?semmni=64&shmmni=32&semopm=32";

  private final Path dir;

  Arena() {
    try {
      dir = Files.createTempDirectory(Path.of("/dev/shm"), "sysv4j-fault-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path dir() {
    return dir;
  }

  Path file(String name) {
    return dir.resolve(name);
  }

  String uri() {
    return "offheap:" + dir + LIMITS;
  }

  IpcNamespace open() {
    return IpcNamespace.open(uri());
  }

  /** The names of its files. */
  Set<String> files() {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Trees.delete(dir);
  }
}
