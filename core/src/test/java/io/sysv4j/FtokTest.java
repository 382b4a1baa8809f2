package io.sysv4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtokTest {
  @Test
  void shouldBeTheNumbersOfStat(@TempDir Path dir) throws IOException {
    Path file = Files.createFile(dir.resolve("a"));
    long ino = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    long dev = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    String key = String.format("%02x%02x%04x", (int) 'x', dev & 0xff, ino & 0xffff);
    assertEquals(Integer.parseUnsignedInt(key, 16), Ftok.ftok(file, 'x'));
  }

  @Property
  void shouldCutInodeDeviceAndProject(@ForAll int ino, @ForAll int dev, @ForAll int project) {
    String key = String.format("%02x%02x%04x", project & 0xff, dev & 0xff, ino & 0xffff);
    assertEquals(
        Integer.parseUnsignedInt(key, 16),
        Ftok.key(ino & 0xffffffffL | 5L << 40, dev & 0xffffffffL | 3L << 40, project));
  }

  @Test
  void shouldBeTheSameThroughEveryNameOfAFile(@TempDir Path dir) throws IOException {
    Path file = Files.createFile(dir.resolve("a"));
    int key = Ftok.ftok(file, 1);
    assertEquals(key, Ftok.ftok(Files.createLink(dir.resolve("hard"), file), 1));
    assertEquals(key, Ftok.ftok(Files.createSymbolicLink(dir.resolve("soft"), file), 1));
    assertEquals(key, Ftok.ftok(dir.resolve("../" + dir.getFileName() + "/a"), 257));
  }

  @Test
  void shouldTakeDirectoriesAndProjectZero(@TempDir Path dir) {
    assertEquals(0, Ftok.ftok(dir, 0) >>> 24);
    assertEquals(Ftok.ftok(dir, 0), Ftok.ftok(dir, 256));
  }

  @Test
  void shouldAnswerWhatStatAnswers(@TempDir Path dir) throws IOException {
    Path missing = dir.resolve("missing");
    IpcException gone = assertThrows(IpcException.class, () -> Ftok.ftok(missing, 1));
    assertEquals(Errno.ENOENT, gone.errno());
    assertEquals("ftok(\"" + missing + "\", 1)", gone.call());

    Path file = Files.createFile(dir.resolve("a"));
    assertErrno(Errno.ENOTDIR, file.resolve("below"));
    assertErrno(Errno.ENOTDIR, file.resolve("far/below"));
    assertErrno(Errno.ENOENT, missing.resolve("below"));
    Path loop = dir.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertErrno(Errno.ELOOP, loop);
    assertErrno(Errno.ENOENT, Files.createSymbolicLink(dir.resolve("dangling"), missing));
    assertErrno(Errno.EFAULT, null);
  }

  private static void assertErrno(Errno errno, Path path) {
    assertEquals(errno, assertThrows(IpcException.class, () -> Ftok.ftok(path, 1)).errno());
  }
}
