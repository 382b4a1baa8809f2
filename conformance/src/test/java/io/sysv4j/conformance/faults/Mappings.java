package io.sysv4j.conformance.faults;

import io.sysv4j.conformance.harness.Patience;
import io.sysv4j.offheap.internal.memory.Retired;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM has mapped of the files of a directory. */
final class Mappings {
  private Mappings() {}

  /** The files, each as often as it is mapped; removed ones too. */
  static List<String> below(Path dir) {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(dir + "/"))
          .map(line -> line.substring(line.indexOf(dir + "/")))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the garbage collector find what nobody can reach, until there are only so many files. */
  static void awaitOnly(Path dir, int files) {
    Patience patience = new Patience();
    while (below(dir).stream().distinct().count() > files) {
      System.gc();
      patience.step(() -> "still mapped: " + below(dir));
    }
  }

  /** As {@link #awaitOnly}, for all that the library has mapped of whatever namespace. */
  static void awaitCount(int count) {
    Patience patience = new Patience();
    while (Retired.count() > count) {
      System.gc();
      patience.step(() -> Retired.count() + " ranges of memory are still mapped");
    }
  }
}
