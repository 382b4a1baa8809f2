package io.sysv4j.conformance.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.offheap.internal.layout.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * Something else is where a file of the namespace should be: it is refused before it is mapped, by
 * name, with what is wrong and what to do; nothing in it changes; and when the file is put back all
 * is as it was.
 */
class HostileFilesTest {
  private static final int STRANGER = 54321;
  private static final int KEY = 77;

  private Arena arena;
  private Path aside;
  private String setFile;
  private String segmentFile;

  /** What to do to a file. */
  private interface Deed {
    /**
     * Does it.
     *
     * @param file where the file was
     * @param kept where it is now
     */
    void to(Path file, Path kept) throws IOException;
  }

  @BeforeEach
  void makeObjects() throws IOException {
    arena = new Arena();
    aside = Files.createTempDirectory(Path.of("/dev/shm"), "sysv4j-aside-");
    try (IpcNamespace ns = arena.open()) {
      int set = ns.semget(KEY, 1, Ipc.IPC_CREAT | 0600);
      ns.setVal(set, 0, 42);
      int shmid = ns.shmget(KEY, 4096, Ipc.IPC_CREAT | 0600);
      try (SharedMemory segment = ns.shmat(shmid, 0, 0)) {
        segment.buffer().putInt(0, 43);
      }
      setFile = "sem-" + set;
      segmentFile = "shm-" + shmid;
    }
  }

  @AfterEach
  void cleanUp() {
    arena.close();
    io.sysv4j.conformance.harness.Trees.delete(aside);
  }

  private int value() {
    try (IpcNamespace ns = arena.open()) {
      return ns.getVal(ns.semget(KEY, 0, 0), 0);
    }
  }

  private int bytes() {
    try (IpcNamespace ns = arena.open();
        SharedMemory segment = ns.shmat(ns.shmget(KEY, 0, 0), 0, 0)) {
      return segment.buffer().getInt(0);
    }
  }

  /** Does a deed to each file in turn; each is refused, and whole again when it is undone. */
  private void plant(Deed deed, String... complaints) throws IOException {
    plant("namespace", Errno.EINVAL, this::value, deed, complaints);
    plant(setFile, Errno.EIO, this::value, deed, complaints);
    plant(segmentFile, Errno.EIO, this::bytes, deed, complaints);
  }

  private void plant(String name, Errno errno, Runnable call, Deed deed, String... complaints)
      throws IOException {
    Path file = arena.file(name);
    Path kept = Files.move(file, aside.resolve(name));
    byte[] before = Files.readAllBytes(kept);
    deed.to(file, kept);
    assertRefused(file, errno, call, complaints);
    assertTrue(Arrays.equals(before, Files.readAllBytes(kept)), file + " was written to");
    Files.deleteIfExists(file);
    Files.move(kept, file);
    assertEquals(42, value());
    assertEquals(43, bytes());
  }

  private static void assertRefused(Path file, Errno errno, Runnable call, String... complaints) {
    IpcException e = assertThrows(IpcException.class, call::run, () -> file + " was accepted");
    assertEquals(errno, e.errno(), e.getMessage());
    assertTrue(e.getMessage().contains(file + ": "), e.getMessage());
    for (String complaint : complaints) {
      assertTrue(e.getMessage().contains(complaint), e.getMessage() + " lacks: " + complaint);
    }
    assertEquals(java.util.List.of(), openDescriptors(file), "left open");
  }

  private static java.util.List<Path> openDescriptors(Path file) {
    return Descriptors.of(file);
  }

  @Test
  void shouldRefuseSymbolicLinks() throws IOException {
    plant(Files::createSymbolicLink, "a symbolic link", "remove it");
  }

  @Test
  void shouldRefuseDirectories() throws IOException {
    plant((file, kept) -> Files.createDirectory(file), "a directory", "remove it");
  }

  @Test
  void shouldRefusePipesAndNotWaitForTheirOtherEnd() throws IOException {
    plant((file, kept) -> run("mkfifo", file.toString()), "a pipe", "remove it");
  }

  @Test
  void shouldRefuseFilesThatHaveOtherNames() throws IOException {
    plant(Files::createLink, "it has 2 names", "remove the others");
  }

  @Test
  void shouldRefuseFilesOfStrangers() throws IOException {
    plant(
        (file, kept) -> {
          Files.copy(kept, file);
          give(file, STRANGER);
        },
        "it belongs to user " + STRANGER,
        "remove it");
  }

  @Test
  void shouldRefuseFilesWithoutStorageBehindThem() throws IOException {
    plant((file, kept) -> run("truncate", "-s", "8M", file.toString()), ": it ");
    Path file = arena.file(segmentFile);
    Path kept = Files.move(file, aside.resolve(segmentFile));
    run("truncate", "-s", "4096", file.toString());
    assertRefused(file, Errno.EIO, this::bytes, "it has holes");
    Files.move(kept, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(43, bytes());
  }

  @Test
  void shouldRefuseANamespaceThatMoreMayWriteThanItsDirectory() throws IOException {
    Path file = arena.file("namespace");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertRefused(file, Errno.EINVAL, this::value, "its mode 666", "chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals(42, value());
  }

  @Test
  void shouldRefuseAnotherVersionOfTheLayout() throws IOException {
    for (String name : new String[] {"namespace", setFile}) {
      Errno errno = name.equals(setFile) ? Errno.EIO : Errno.EINVAL;
      int newer = Header.VERSION + 1;
      plant(
          name,
          errno,
          this::value,
          (file, kept) -> copy(kept, file, newer, 0),
          "version " + newer,
          "reads version " + Header.VERSION);
      plant(
          name,
          errno,
          this::value,
          (file, kept) -> copy(kept, file, Header.VERSION, 1),
          "its layout differs");
    }
  }

  /** A file as another version of this library would have made it. */
  private static void copy(Path from, Path to, int version, long print) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    Header header =
        new Header(
            in.getLong(0),
            version,
            in.getLong(16) + print,
            in.getLong(24),
            in.getLong(32),
            in.getInt(40),
            in.getInt(44),
            in.getLong(48));
    System.arraycopy(header.encode(), 0, bytes, 0, Header.LENGTH);
    Files.write(to, bytes);
  }

  @Test
  void shouldRefuseDirectoriesThatOthersCouldChange() throws IOException {
    Path link = aside.resolve("link");
    Files.createSymbolicLink(link, arena.dir());
    refuseDirectory(link, Errno.ENOTDIR, "a symbolic link");
    refuseDirectory(arena.file("namespace"), Errno.ENOTDIR, "it is not a directory");
    Files.setAttribute(arena.dir(), "unix:mode", 0777);
    refuseDirectory(arena.dir(), Errno.EACCES, "chmod +t");
    Files.setAttribute(arena.dir(), "unix:mode", 0700);
    give(arena.dir(), STRANGER);
    refuseDirectory(arena.dir(), Errno.EACCES, "it belongs to user " + STRANGER);
    give(arena.dir(), (int) Files.getAttribute(aside, "unix:uid"));
    assertEquals(42, value());
  }

  private static void refuseDirectory(Path dir, Errno errno, String complaint) {
    Runnable open = () -> IpcNamespace.open("offheap:" + dir).close();
    assertRefused(dir, errno, open, complaint);
  }

  private static void give(Path file, int uid) throws IOException {
    try {
      Files.setAttribute(file, "unix:uid", uid);
    } catch (IOException e) {
      System.out.println("Skipped is a test that needs to be root: " + e);
      throw new TestAbortedException("needs to be root: " + e);
    }
  }

  private static void run(String... command) throws IOException {
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
