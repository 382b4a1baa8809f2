package io.sysv4j.conformance.harness;

import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Namespaces in files, each in a directory of its own in memory, that all users may use as the
 * kernel's may be.
 */
final class OffHeapProvider implements Provider {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int STICKY_FOR_ALL = 01777;

  @Override
  public Stage open() {
    return openFresh(Map.of());
  }

  @Override
  public Stage openFresh(Map<String, String> limits) {
    Path dir = directory();
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    limits.forEach((name, value) -> query.add(name + "=" + value));
    String uri = "offheap:" + dir + query;
    try {
      return new Stage(uri, IpcNamespace.open(uri), List.of(), () -> Trees.delete(dir));
    } catch (RuntimeException e) {
      Trees.delete(dir);
      throw e;
    }
  }

  private static Path directory() {
    try {
      Path dir =
          Files.isDirectory(MEMORY)
              ? Files.createTempDirectory(MEMORY, "sysv4j-test-")
              : Files.createTempDirectory("sysv4j-test-");
      Files.setAttribute(dir, "unix:mode", STICKY_FOR_ALL);
      return dir;
    } catch (IOException e) {
      throw new UncheckedIOException("can't make a directory for a namespace", e);
    }
  }

  @Override
  public String toString() {
    return "offheap";
  }
}
