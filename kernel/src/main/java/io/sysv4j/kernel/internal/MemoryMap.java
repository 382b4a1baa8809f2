package io.sysv4j.kernel.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code /proc/self/maps} says about this process's memory. */
final class MemoryMap {
  private MemoryMap() {}

  /** The length in bytes of the mapping that starts here, or 0 if none does. */
  static long lengthAt(long address) {
    String start = String.format(Locale.ROOT, "%08x-", address);
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.startsWith(start))
          .mapToLong(line -> end(line, start.length()) - address)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long end(String line, int from) {
    return Long.parseUnsignedLong(line.substring(from, line.indexOf(' ', from)), 16);
  }
}
