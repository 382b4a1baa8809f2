package io.sysv4j;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Makes keys from files, as glibc does. */
public final class Ftok {
  private Ftok() {}

  /**
   * The key of a file and a project number: {@code ftok(path, id)}. The low 16 bits of the inode,
   * the low 8 of the device, the low 8 of the project number; so different files may share a key,
   * and a file that is deleted and made again may get another.
   *
   * @param path an existing file or directory; symbolic links are followed
   * @param projId its low 8 bits are used
   * @throws IpcException what stat answers: ENOENT, EACCES, ENOTDIR, ELOOP; EFAULT for null
   */
  public static int ftok(Path path, int projId) {
    String call =
        "ftok(" + (path == null ? "NULL" : '"' + path.toString() + '"') + ", " + projId + ")";
    if (path == null) {
      throw IpcException.of(Errno.EFAULT, call, "the path is null");
    }
    try {
      Map<String, Object> stat = Files.readAttributes(path, "unix:ino,dev");
      long ino = ((Number) stat.get("ino")).longValue();
      long dev = ((Number) stat.get("dev")).longValue();
      return key(ino, dev, projId);
    } catch (IOException e) {
      throw IpcException.of(errno(e, path), call, e.toString(), e);
    }
  }

  /** The key of a file that stat has been asked about already. */
  static int key(long ino, long dev, int projId) {
    return (int) (ino & 0xffff) | (int) (dev & 0xff) << 16 | (projId & 0xff) << 24;
  }

  private static Errno errno(IOException e, Path path) {
    if (e instanceof NoSuchFileException) {
      return isBelowAFile(path) ? Errno.ENOTDIR : Errno.ENOENT;
    }
    if (e instanceof AccessDeniedException) {
      return Errno.EACCES;
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : null;
    for (Errno errno : new Errno[] {Errno.ENOTDIR, Errno.ELOOP, Errno.EACCES}) {
      if (reason != null && reason.contains(errno.text())) {
        return errno;
      }
    }
    return Errno.EIO;
  }

  /** Newer JDKs report ENOTDIR as a missing file, too; the nearest ancestor tells which it was. */
  private static boolean isBelowAFile(Path path) {
    Path ancestor = path.getParent();
    while (ancestor != null && !Files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    return ancestor != null && !Files.isDirectory(ancestor);
  }
}
