package io.sysv4j.offheap.internal.memory;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.function.IntPredicate;

/**
 * A file of the namespace, mapped. It is made nameless, reserved, filled, and then linked into
 * place without replacing, so nobody ever sees a half-made one; it is validated by reading before
 * it is mapped; it may grow and never shrinks.
 *
 * <p>The addresses are valid as long as anyone can reach this object, so a thread that is late in
 * it touches valid memory (see {@link Retired}); the file itself is mapped no more when the
 * namespace has been closed (see {@link MappedRange}).
 */
public final class MappedFile {
  private final Directory directory;
  private final String name;
  private final Linux.Stat stat;
  private final Header header;
  private final boolean writable;
  private final MappedMemory memory;
  private final MappedRange range;
  private final Retired mapping;
  private final long mapped;
  private volatile String shortage;

  private MappedFile(
      Directory directory,
      String name,
      int fd,
      Linux.Stat stat,
      Header header,
      boolean writable,
      long room) {
    this.directory = directory;
    this.name = name;
    this.stat = stat;
    this.header = header;
    this.writable = writable;
    long length = stat.size() + room;
    int prot = writable ? Linux.PROT_READ | Linux.PROT_WRITE : Linux.PROT_READ;
    long address = Retired.retrying(() -> Linux.map(fd, length, prot));
    if (address < 0) {
      throw new FileProblem(
          Linux.errno(address),
          directory.path(name),
          "it can't be mapped (is vm.max_map_count or the address space used up?)");
    }
    this.memory = new MappedMemory(this, address, stat.size());
    this.mapped = length;
    this.range = new MappedRange(directory, memory, address, length, onesAtTheEnd(header));
    try {
      this.mapping = Retired.watch(this, range);
    } catch (RuntimeException | Error e) {
      range.run();
      throw e;
    }
  }

  /** A set's words must not look free when it has been closed; of other files no word is plain. */
  private static long onesAtTheEnd(Header header) {
    return header.magic() == Header.SET ? header.size() : 0;
  }

  /** What is put into a new file before it gets its name. */
  @FunctionalInterface
  public interface Filler {
    /** Fills the memory behind the header; all of it is zero. */
    void fill(Memory memory);
  }

  /** Owner, group and mode of a new file. */
  public record Access(int uid, int gid, int mode) {}

  /**
   * Makes a file.
   *
   * @param header what it starts with; tells how long it is
   * @param access whose it is
   * @param filler writes the rest
   * @throws FileProblem with ENOSPC if the storage is full, EEXIST if the name is taken; nothing is
   *     left behind then
   */
  public static void create(
      Directory directory, String name, Header header, Access access, Filler filler) {
    try (NewFile file = make(directory, name, header, access, filler)) {
      int done = file.name(name);
      if (done < 0) {
        throw file.unnamed(done, name);
      }
    }
  }

  /**
   * Makes a file that has no name yet.
   *
   * @param name for messages: what its name may be
   * @param header what it starts with; tells how long it is
   * @param access whose it is
   * @param filler writes the rest
   * @throws FileProblem with ENOSPC if the storage is full
   */
  public static NewFile make(
      Directory directory, String name, Header header, Access access, Filler filler) {
    NewFile file = NewFile.ofZeros(directory, name, header.size(), access);
    try {
      file.fill(name, header, filler);
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Maps a file that has no name yet. */
  static MappedFile nameless(Directory directory, String name, int fd, Header header) {
    return new MappedFile(directory, name, fd, Linux.stat(fd), header, true, 0);
  }

  /** Makes sure that storage is there: a full disk must say so now, not kill us at a store. */
  static void reserve(int fd, long offset, long length, String path) {
    int done = Linux.reserve(fd, offset, length);
    if (done < 0) {
      throw FileProblem.of(Linux.errno(done), path, unreserved(offset, length), fd);
    }
  }

  private static String unreserved(long offset, long length) {
    return length + " bytes of storage can't be reserved at offset " + offset;
  }

  /**
   * Opens and maps a file.
   *
   * @param writable for reading and writing, or reading only
   * @param room how many bytes it may grow while it is mapped
   * @param mayOwn who else it may belong to
   * @throws FileProblem if it can't be opened, or is not a plain file of ours (then nothing of it
   *     is mapped, and nothing in it changed)
   */
  public static MappedFile open(
      Directory directory,
      String name,
      boolean writable,
      long magic,
      long fingerprint,
      long room,
      IntPredicate mayOwn) {
    int fd = directory.openFile(name, writable);
    try {
      Linux.Stat stat = Linux.stat(fd);
      directory.requireSound(name, stat, mayOwn);
      Header header = validate(directory.path(name), fd, stat, magic, fingerprint);
      return new MappedFile(directory, name, fd, stat, header, writable, room);
    } finally {
      Linux.closeFile(fd);
    }
  }

  private static Header validate(
      String path, int fd, Linux.Stat stat, long magic, long fingerprint) {
    try {
      Header header =
          Header.decode(Linux.read(fd, 0, Header.LENGTH), magic, fingerprint, stat.size());
      if (stat.blocks() * 512 < header.size()) {
        throw new IllegalArgumentException("it has holes: storage is not reserved");
      }
      return header;
    } catch (IllegalArgumentException e) {
      throw new FileProblem(Errno.EINVAL, path, e.getMessage());
    }
  }

  /** Its bytes. */
  public Memory memory() {
    return memory;
  }

  /** Its header. */
  public Header header() {
    return header;
  }

  /** Whether it is mapped for writing. */
  public boolean isWritable() {
    return writable;
  }

  /** Which file it is. */
  public Linux.Stat stat() {
    return stat;
  }

  /** Its path, for messages. */
  public String name() {
    return directory.path(name);
  }

  /** Whether its name still leads to it: nobody removed or replaced it behind our back. */
  public boolean isInPlace() {
    return stat.isSame(directory.stat(name));
  }

  /** How long the file is now, as far as it is mapped. */
  long currentSize() {
    Linux.Stat now = directory.stat(name);
    return Math.min(mapped, stat.isSame(now) ? now.size() : stat.size());
  }

  /** Whether the file is known to be this long; else {@link #extendTo} or {@link #look} tells. */
  public boolean reaches(long end) {
    return end <= memory.knownSize();
  }

  /** Looks how long the file is now: others may have extended it. */
  public void look() {
    memory.knowSize(currentSize());
  }

  /**
   * Reserves more storage at the end, within the room it was opened with, unless another has done
   * so.
   *
   * @param end how long the file must be
   * @return 0, or the errno
   */
  public Errno extendTo(long end) {
    if (end > mapped) {
      return Errno.ENOMEM;
    }
    look();
    long offset = memory.knownSize();
    if (offset >= end) {
      return Errno.SUCCESS;
    }
    long length = end - offset;
    int dir = directory.use();
    int fd;
    try {
      fd = Linux.openFile(dir, name, Linux.O_RDWR);
    } finally {
      directory.done();
    }
    if (fd < 0) {
      return Linux.errno(fd);
    }
    try {
      if (!stat.isSame(Linux.stat(fd))) {
        return Errno.EIDRM;
      }
      int done = Linux.reserve(fd, offset, length);
      if (done >= 0) {
        memory.knowSize(end);
        return Errno.SUCCESS;
      }
      Errno errno = Linux.errno(done);
      shortage = unreserved(offset, length) + FileProblem.remedy(errno, fd);
      return errno;
    } finally {
      Linux.closeFile(fd);
    }
  }

  /** Why it could not be extended last; null if it always could. */
  public String shortage() {
    return shortage;
  }

  /**
   * Gives exactly the file that a name, which ends in a number, leads to now another owner and
   * mode, whatever its mode allows us. Allocates nothing.
   *
   * @return 0, or a negative errno
   */
  public static int setAccess(
      Directory directory, String prefix, int number, int uid, int gid, int mode) {
    int fd = directory.openPath(prefix, number);
    if (fd < 0) {
      return fd;
    }
    try {
      int done = Linux.isFile(fd) ? 0 : -Errno.EIDRM.number();
      if (done == 0 && !Linux.isOwnedBy(fd, uid, gid)) {
        done = Linux.setOwnerByPath(fd, uid, gid);
      }
      return done < 0 ? done : Linux.setModeByPath(fd, mode);
    } finally {
      Linux.closeFile(fd);
    }
  }

  /** As {@link #setAccess}, for the mode alone. */
  public static int setMode(Directory directory, String prefix, int number, int mode) {
    int fd = directory.openPath(prefix, number);
    if (fd < 0) {
      return fd;
    }
    try {
      return Linux.isFile(fd) ? Linux.setModeByPath(fd, mode) : -Errno.EIDRM.number();
    } finally {
      Linux.closeFile(fd);
    }
  }

  /**
   * The caller holds it no more, and its name is gone: its storage comes back when no thread can
   * reach it.
   */
  public void forget() {
    mapping.forget();
  }

  /** The namespace is closed: see {@link MappedRange#end}. */
  public void end() {
    range.end();
  }

  /** Unmaps at once. Only for a file that no other thread has ever seen. */
  public void unmap() {
    memory.close();
    mapping.unmap();
  }
}
