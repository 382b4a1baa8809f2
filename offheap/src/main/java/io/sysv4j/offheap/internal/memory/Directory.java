package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * The directory of a namespace, opened once and checked: every file is reached through it, so that
 * nobody can swap a path under us.
 *
 * <p>Trusted are directories of ours or root's; one that everyone may write must be sticky.
 */
public final class Directory implements AutoCloseable {
  private static final int WORLD_WRITABLE = 0002;
  private static final int SHARED = 0022;
  private static final int STICKY = 01000;
  private static final String NO_FILE =
      "it is not a regular file (a symbolic link, a directory, a pipe): remove it";
  private static final long NFS = 0x6969;
  private static final long SMB = 0xff534d42L;
  private static final long SMB2 = 0xfe534d42L;
  private static final long V9FS = 0x01021997;
  private static final long FUSE = 0x65735546;

  private final String path;
  private final Descriptor descriptor;
  private final Linux.Stat stat;
  private final Set<MappedRange> mapped = ConcurrentHashMap.newKeySet();

  private Directory(String path, int fd, Linux.Stat stat) {
    this.path = path;
    this.descriptor = new Descriptor(fd);
    this.stat = stat;
  }

  /**
   * Opens a directory.
   *
   * @throws FileProblem if it is missing, not a directory, not trusted, or on a file system whose
   *     locks and mappings don't meet between processes
   */
  public static Directory open(String path) {
    int fd = Linux.openDirectory(path);
    if (fd < 0) {
      throw FileProblem.of(Linux.errno(fd), path, reason(Linux.errno(fd)), fd);
    }
    Linux.Stat stat = Linux.stat(fd);
    String refused = stat == null ? "it can't be examined" : refusal(fd, stat);
    if (refused != null) {
      Linux.closeFile(fd);
      throw new FileProblem(Errno.EACCES, path, refused);
    }
    return new Directory(path, fd, stat);
  }

  /** Makes a directory for its owner alone, if there is none. */
  public static void create(String path) {
    int made = Linux.makeDirectory(path, 0700);
    if (made < 0 && Linux.errno(made) != Errno.EEXIST) {
      throw new FileProblem(Linux.errno(made), path, "it can't be made");
    }
  }

  private static String reason(Errno errno) {
    switch (errno) {
      case ENOENT:
        return "there is no such directory; make it (mkdir -m 700), or open with ?create=true";
      case ENOTDIR:
      case ELOOP:
        return "it is not a directory (a file, or a symbolic link)";
      default:
        return "it can't be opened";
    }
  }

  private static String refusal(int fd, Linux.Stat stat) {
    int euid = Linux.effectiveUser();
    if (stat.uid() != euid && stat.uid() != 0) {
      return "it belongs to user " + stat.uid() + ", neither to us (" + euid + ") nor to root";
    }
    if ((stat.permissions() & WORLD_WRITABLE) != 0 && (stat.permissions() & STICKY) == 0) {
      return "everyone may replace its files: make it sticky (chmod +t) or private (chmod 700)";
    }
    long type = Linux.fileSystem(fd) & 0xffffffffL;
    if (type == NFS || type == SMB || type == SMB2 || type == V9FS || type == FUSE) {
      return "its file system (type 0x"
          + Long.toHexString(type)
          + ") does not share memory and locks between machines; use /dev/shm or a local disk";
    }
    return null;
  }

  /** Its descriptor, which the caller is about to use; {@link #done} when it has. */
  int use() {
    return descriptor.use();
  }

  /** The caller uses the descriptor no more. */
  void done() {
    descriptor.done();
  }

  /** The path it was opened by. */
  public String path() {
    return path;
  }

  /** What it is. */
  public Linux.Stat stat() {
    return stat;
  }

  /** The read and write bits that files shared by all users of the directory get. */
  public int sharedMode() {
    return stat.permissions() & 0666 | 0600;
  }

  /** What a name in it is; null if there is nothing. */
  public Linux.Stat stat(String name) {
    int fd = use();
    try {
      return Linux.stat(fd, name);
    } finally {
      done();
    }
  }

  /** Removes a file whose name ends in a number, if it is still there. Allocates nothing. */
  public void unlink(String prefix, int number) {
    int fd = use();
    try {
      Linux.unlink(fd, prefix, number);
    } finally {
      done();
    }
  }

  /** Opens a file only to name it: see {@link Linux#openPath}. Allocates nothing. */
  int openPath(String prefix, int number) {
    int fd = use();
    try {
      return Linux.openPath(fd, prefix, number);
    } finally {
      done();
    }
  }

  /** Opens one of its files for a lock or a look; the caller closes the descriptor. */
  public int openFile(String name, boolean writable) {
    int fd = use();
    try {
      int file = Linux.openFile(fd, name, writable ? Linux.O_RDWR : Linux.O_RDONLY);
      if (file < 0) {
        throw unopened(fd, name, Linux.errno(file));
      }
      return file;
    } finally {
      done();
    }
  }

  private FileProblem unopened(int fd, String name, Errno errno) {
    Linux.Stat file = Linux.stat(fd, name);
    return file != null && !file.isFile()
        ? new FileProblem(Errno.EINVAL, path(name), NO_FILE)
        : FileProblem.of(errno, path(name), "it can't be opened", fd);
  }

  /** Makes a file without a name; the caller closes the descriptor. */
  int openNameless(String name) {
    int fd = use();
    try {
      int file = Linux.openNameless(fd, 0600);
      if (file < 0) {
        throw FileProblem.of(Linux.errno(file), path(name), "it can't be made", fd);
      }
      return file;
    } finally {
      done();
    }
  }

  /**
   * Requires that an open file of the directory is what only this library, or a user who may make
   * files here, can have put there. To be asked before it is mapped.
   *
   * @param mayOwn who else it may belong to
   * @throws FileProblem EINVAL with the reason, and what to do
   */
  void requireSound(String name, Linux.Stat file, IntPredicate mayOwn) {
    String reason = null;
    if (file == null || !file.isFile()) {
      reason = NO_FILE;
    } else if (file.nlink() > 1) {
      reason = "it has " + file.nlink() + " names (hard links): remove the others";
    } else if (!isTrusted(file.uid()) && !mayOwn.test(file.uid())) {
      reason =
          "it belongs to user "
              + file.uid()
              + ", who may not make files in this directory: remove it, or give it back (chown "
              + stat.uid()
              + ")";
    }
    if (reason != null) {
      throw new FileProblem(Errno.EINVAL, path(name), reason);
    }
  }

  /** Whether a user's files may be here. Whoever may make files in the directory is trusted. */
  private boolean isTrusted(int uid) {
    return uid == 0
        || uid == Linux.effectiveUser()
        || uid == stat.uid()
        || (stat.permissions() & SHARED) != 0;
  }

  /** The path of one of its files. */
  public String path(String name) {
    return path + "/" + name;
  }

  /** The ranges in which its files are mapped, but those of segments. */
  Set<MappedRange> mapped() {
    return mapped;
  }

  /** Ends all mappings of its files but one: see {@link MappedRange#end}. */
  public void endMappingsBut(MappedFile kept) {
    for (MappedRange range : mapped) {
      if (!range.isOf(kept)) {
        range.end();
      }
    }
  }

  /** Ends all mappings of its files, and closes it. */
  @Override
  public void close() {
    mapped.forEach(MappedRange::end);
    descriptor.close();
  }
}
