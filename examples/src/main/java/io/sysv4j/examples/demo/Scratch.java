package io.sysv4j.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The places on disk that one run uses. Closing it removes them. */
final class Scratch implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path files;
  private final Path namespace;

  private Scratch(Path files, Path namespace) {
    this.files = files;
    this.namespace = namespace;
  }

  /** Fresh places: in memory for the namespace, in the temporary directory for all else. */
  static Scratch create() throws IOException {
    Path files = Files.createTempDirectory("sysv4j-demo-");
    boolean hasShm = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY);
    Path namespace =
        hasShm
            ? Files.createTempDirectory(SHARED_MEMORY, "sysv4j-demo-")
            : Files.createDirectory(files.resolve("namespace"));
    return new Scratch(files, namespace);
  }

  /** An empty directory for the files of a namespace. */
  Path namespace() {
    return namespace;
  }

  /** Where the moved file arrives. */
  Path arrived() {
    return files.resolve("arrived");
  }

  /** Where the standard error of the worker on a seat goes. */
  Path errorsOf(int seat) {
    return files.resolve("stderr-" + seat);
  }

  /** Makes the empty file that will grow to so many bytes, if there is room for them. */
  void reserve(long bytes) throws IOException {
    long room = Files.getFileStore(files).getUsableSpace();
    if (room < bytes) {
      throw new IOException(
          "no room for a copy of the file: it has "
              + Text.bytes(bytes)
              + ", and "
              + files.getParent()
              + " has "
              + Text.bytes(room)
              + " left");
    }
    Files.createFile(arrived());
  }

  @Override
  public void close() throws IOException {
    for (Path root : List.of(namespace, files)) {
      if (Files.exists(root)) {
        delete(root);
      }
    }
  }

  private static void delete(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
