package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcLimits;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Opens the file {@code namespace} of a directory, or makes it in an empty one. */
final class NamespaceFile {
  static final String NAME = "namespace";
  private static final long LIMITS_LENGTH = 48;
  private static final Pattern LEFT = Pattern.compile("(sem|shm)-\\d+");

  private NamespaceFile() {}

  /**
   * Opens the namespace; makes it if the directory has none. The loser of a race opens the
   * winner's.
   */
  static MappedFile open(Directory directory, Options options) {
    stat(directory, options);
    requirePrivate(directory);
    MappedFile file =
        MappedFile.open(
            directory, NAME, true, Header.NAMESPACE, NamespaceLayout.FINGERPRINT, 0, uid -> false);
    checkLimits(file, options);
    return file;
  }

  /** Which file the namespace is; makes it if the directory has none. */
  static Linux.Stat stat(Directory directory, Options options) {
    Linux.Stat stat = directory.stat(NAME);
    while (stat == null) {
      requireOurs(directory);
      try {
        create(directory, options.limitsOver(IpcLimits.LINUX));
      } catch (FileProblem e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
      stat = directory.stat(NAME);
    }
    return stat;
  }

  /**
   * A namespace is made in an empty directory, or in one whose namespace was taken away: files that
   * objects of that one have left are replaced when their identifiers come up again.
   */
  private static void requireOurs(Directory directory) {
    try (var names = Files.newDirectoryStream(Path.of(directory.path()))) {
      for (Path name : names) {
        if (!LEFT.matcher(name.getFileName().toString()).matches()
            && directory.stat(NAME) == null) {
          throw new FileProblem(
              Errno.EINVAL,
              directory.path(),
              "it is no namespace of sysv4j, and not empty (it has '" + name.getFileName() + "')");
        }
      }
    } catch (IOException e) {
      throw new FileProblem(Errno.EIO, directory.path(), "it can't be listed: " + e);
    }
  }

  /** Who may write to the file must be able to make files in its directory, too. */
  private static void requirePrivate(Directory directory) {
    Linux.Stat file = directory.stat(NAME);
    int tooMuch = file == null ? 0 : file.permissions() & ~directory.sharedMode() & 0022;
    if (file != null && file.isFile() && tooMuch != 0) {
      throw new FileProblem(
          Errno.EINVAL,
          directory.path(NAME),
          String.format(
              "its mode %o lets others write to it whom the directory (mode %o) does not: chmod %o",
              file.permissions(), directory.stat().permissions(), directory.sharedMode()));
    }
  }

  private static void create(Directory directory, IpcLimits limits) {
    NamespaceLayout layout = new NamespaceLayout(limits);
    Header header =
        new Header(
            Header.NAMESPACE,
            Header.VERSION,
            NamespaceLayout.FINGERPRINT,
            layout.length(),
            ThreadLocalRandom.current().nextLong(),
            0,
            0,
            bootId());
    MappedFile.Access access =
        new MappedFile.Access(
            Linux.effectiveUser(), directory.stat().gid(), directory.sharedMode());
    MappedFile.create(
        directory,
        NAME,
        header,
        access,
        memory -> {
          writeLimits(memory, limits);
          Registry.fill(memory);
        });
  }

  static long bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim().hashCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void writeLimits(Memory memory, IpcLimits limits) {
    memory.putInt(NamespaceLayout.LIMITS, limits.semmsl());
    memory.putInt(NamespaceLayout.LIMITS + 4, limits.semmns());
    memory.putInt(NamespaceLayout.LIMITS + 8, limits.semopm());
    memory.putInt(NamespaceLayout.LIMITS + 12, limits.semmni());
    memory.putInt(NamespaceLayout.LIMITS + 16, limits.shmmni());
    memory.putLong(NamespaceLayout.LIMITS + 24, limits.shmmax());
    memory.putLong(NamespaceLayout.LIMITS + 32, limits.shmall());
    memory.putLong(NamespaceLayout.LIMITS + LIMITS_LENGTH, checksum(memory));
  }

  /** The limits decide where everything is: a damaged one must not lead us astray. */
  private static long checksum(Memory memory) {
    long sum = 17;
    for (int i = 0; i < LIMITS_LENGTH; i += Long.BYTES) {
      sum = sum * 0x9e3779b97f4a7c15L + memory.getLong(NamespaceLayout.LIMITS + i);
    }
    return sum;
  }

  static IpcLimits readLimits(MappedFile file) {
    Memory memory = file.memory();
    if (memory.getLong(NamespaceLayout.LIMITS + LIMITS_LENGTH) != checksum(memory)) {
      throw new FileProblem(Errno.EINVAL, file.name(), "its limits are damaged");
    }
    IpcLimits limits =
        new IpcLimits(
            memory.getInt(NamespaceLayout.LIMITS),
            memory.getInt(NamespaceLayout.LIMITS + 4),
            memory.getInt(NamespaceLayout.LIMITS + 8),
            memory.getInt(NamespaceLayout.LIMITS + 12),
            memory.getLong(NamespaceLayout.LIMITS + 24),
            memory.getLong(NamespaceLayout.LIMITS + 32),
            memory.getInt(NamespaceLayout.LIMITS + 16));
    if (file.header().size() != new NamespaceLayout(limits).length()) {
      throw new FileProblem(Errno.EINVAL, file.name(), "its size does not fit its limits");
    }
    return limits;
  }

  private static void checkLimits(MappedFile file, Options options) {
    IpcLimits limits = readLimits(file);
    if (!options.limitsOver(limits).equals(limits)) {
      throw new FileProblem(
          Errno.EINVAL,
          file.name(),
          "limits are fixed when a namespace is made: it has "
              + limits
              + ", asked for are "
              + options.limits());
    }
  }
}
