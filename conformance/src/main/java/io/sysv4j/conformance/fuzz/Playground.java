package io.sysv4j.conformance.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A namespace to play in: the caller's, or a new off-heap directory that is deleted at the end. */
final class Playground implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final String uri;
  private final Path made;

  private Playground(String uri, Path made) {
    this.uri = uri;
    this.made = made;
  }

  /**
   * Opens one.
   *
   * @param uri the caller's, or null
   */
  static Playground open(String uri) throws IOException {
    if (uri != null) {
      return new Playground(uri, null);
    }
    Path dir =
        Files.isWritable(SHARED_MEMORY)
            ? Files.createTempDirectory(SHARED_MEMORY, "sysv4j-fuzz-")
            : Files.createTempDirectory("sysv4j-fuzz-");
    return new Playground("offheap:" + dir, dir);
  }

  String uri() {
    return uri;
  }

  /** Whether it was made just now, and so is empty. */
  boolean isNew() {
    return made != null;
  }

  @Override
  public void close() throws IOException {
    if (made == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(made)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
