package io.sysv4j.conformance.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The descriptors that this JVM has open. */
final class Descriptors {
  private Descriptors() {}

  /** What all of them lead to. */
  static List<Path> all() {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      for (Path link : links.collect(Collectors.toList())) {
        try {
          open.add(Files.readSymbolicLink(link));
        } catch (NoSuchFileException e) {
          continue; // that was the one that listed them
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }

  /** Those that lead to a file, or into a directory. */
  static List<Path> of(Path file) {
    return all().stream().filter(open -> open.startsWith(file)).collect(Collectors.toList());
  }
}
