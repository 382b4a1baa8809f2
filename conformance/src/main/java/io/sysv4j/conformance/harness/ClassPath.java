package io.sysv4j.conformance.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The class path that peers run on: this JVM's own, or a copy that every user may read. */
final class ClassPath {
  private static String copy;

  private ClassPath() {}

  static String own() {
    return System.getProperty("java.class.path");
  }

  /** Entries that others can't read, as below a private home, are copied once for this JVM. */
  static synchronized String forEveryone() {
    if (copy == null) {
      try {
        copy = copy();
      } catch (IOException e) {
        throw new UncheckedIOException("can't copy the class path for other users", e);
      }
    }
    return copy;
  }

  private static String copy() throws IOException {
    Path dir = Files.createTempDirectory("sysv4j-classpath-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(dir)));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> entries = new ArrayList<>();
    for (String name : own().split(File.pathSeparator)) {
      Path entry = Path.of(name).toAbsolutePath();
      if (Files.exists(entry)) {
        Path target = dir.resolve(entries.size() + "-" + entry.getFileName());
        entries.add((isOpen(entry) ? entry : copy(entry, target)).toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static boolean isOpen(Path entry) throws IOException {
    for (Path p = entry; p != null; p = p.getParent()) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(p);
      PosixFilePermission needed =
          Files.isDirectory(p)
              ? PosixFilePermission.OTHERS_EXECUTE
              : PosixFilePermission.OTHERS_READ;
      if (!mode.contains(needed)) {
        return false;
      }
    }
    return true;
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return to;
  }
}
