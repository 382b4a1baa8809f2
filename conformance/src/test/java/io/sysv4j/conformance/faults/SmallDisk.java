package io.sysv4j.conformance.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A file system in memory that is soon full, with a namespace's directory in it. */
final class SmallDisk implements AutoCloseable {
  private static final int PAGE = 4096;

  private final Path mount;

  /**
   * Mounts it.
   *
   * @param options as {@code size=1m}
   * @throws TestAbortedException if we may not; the reason is printed
   */
  SmallDisk(String options) {
    try {
      mount = Files.createTempDirectory("sysv4j-small-");
      String refusal = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount.toString());
      if (!refusal.isEmpty()) {
        Files.delete(mount);
        System.out.println("Skipped is a test that needs to mount a small tmpfs: " + refusal);
        throw new TestAbortedException("needs to mount a small tmpfs: " + refusal);
      }
      Files.createDirectory(dir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path dir() {
    return mount.resolve("namespace");
  }

  String uri() {
    return "offheap:" + dir() + "?semmni=64&shmmni=32&semopm=32";
  }

  /** How many bytes can still be stored. */
  long free() {
    try {
      return Files.getFileStore(mount).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes what is free but some pages. */
  void fillBut(int pages) {
    Path filler = mount.resolve("filler");
    try {
      Files.write(filler, new byte[Math.toIntExact(free() - (long) pages * PAGE)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives all back that {@link #fillBut} took. */
  void empty() {
    try {
      Files.delete(mount.resolve("filler"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes files until no more can be made. */
  void useUpFiles() throws IOException {
    List<Path> made = new ArrayList<>();
    try {
      while (true) {
        made.add(Files.createFile(mount.resolve("file-" + made.size())));
      }
    } catch (java.nio.file.FileSystemException e) {
      if (made.isEmpty()) {
        throw e;
      }
    }
  }

  /** Removes some of the files that {@link #useUpFiles} made. */
  void freeFiles(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.delete(mount.resolve("file-" + i));
    }
  }

  private static String run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? "" : said.isEmpty() ? command[0] + " failed" : said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Mappings of this JVM may last longer than its namespace: the storage goes with the last. */
  @Override
  public void close() {
    try {
      String refusal = run("umount", "--lazy", mount.toString());
      if (!refusal.isEmpty()) {
        throw new IllegalStateException("can't unmount " + mount + ": " + refusal);
      }
      Files.delete(mount);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
