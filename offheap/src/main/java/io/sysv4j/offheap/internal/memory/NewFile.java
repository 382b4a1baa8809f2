package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.nativeio.Linux;

/**
 * A file that has no name yet: reserved, filled, and its owner's. A caller makes it before it
 * enters the registry's gate, names it inside, which allocates nothing, and closes it outside.
 * Without a name the file is gone then.
 */
public final class NewFile implements AutoCloseable {
  private final Directory directory;
  private final int fd;
  private MappedFile mapped;
  private Header.Draft header;

  private NewFile(Directory directory, String name) {
    this.directory = directory;
    this.fd = directory.openNameless(name);
  }

  /**
   * Makes a file of zeros.
   *
   * @param name for messages: what its name may be
   * @throws FileProblem with ENOSPC if there is no storage
   */
  static NewFile ofZeros(Directory directory, String name, long length, MappedFile.Access access) {
    NewFile file = new NewFile(directory, name);
    try {
      MappedFile.reserve(file.fd, 0, length, directory.path(name));
      file.give(name, access);
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private void give(String name, MappedFile.Access access) {
    int done = Linux.setOwner(fd, access.uid(), access.gid());
    done = done < 0 ? done : Linux.setMode(fd, access.mode());
    if (done < 0) {
      throw unnamed(done, name);
    }
  }

  /** Fills it, but for its header, which is written when it gets its name. */
  void fill(String name, Header contents, MappedFile.Filler filler) {
    header = new Header.Draft(contents);
    mapped = MappedFile.nameless(directory, name, fd, contents);
    filler.fill(mapped.memory());
  }

  /**
   * Gives it a name that ends in a number, which its header tells, too, if it has one.
   *
   * @return 0, or a negative errno: then it has no name
   */
  public int name(String prefix, int number) {
    if (header != null) {
      header.number(number);
      writeHeader();
    }
    int dir = directory.use();
    try {
      return Linux.link(fd, dir, prefix, number);
    } finally {
      directory.done();
    }
  }

  /** Gives it a name. */
  int name(String name) {
    writeHeader();
    int dir = directory.use();
    try {
      return Linux.link(fd, dir, name);
    } finally {
      directory.done();
    }
  }

  private void writeHeader() {
    for (int i = Header.LENGTH - Long.BYTES; i >= 0; i -= Long.BYTES) {
      mapped.memory().putLong(i, header.word(i));
    }
  }

  /** Why it could not be given its name. */
  public FileProblem unnamed(int answer, String name) {
    Errno errno = Linux.errno(answer);
    String reason =
        errno == Errno.EEXIST
            ? "it is in the way, and we may not remove it"
            : "it can't be put in place";
    return FileProblem.of(errno, directory.path(name), reason, fd);
  }

  /** The caller is done with it. */
  @Override
  public void close() {
    try {
      if (mapped != null) {
        mapped.unmap();
      }
    } finally {
      Linux.closeFile(fd);
    }
  }
}
