package io.sysv4j.offheap.internal.nativeio;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.sysv4j.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * libc and the system calls that Java has no door to: futex, open-file-description locks, mappings
 * that grow, nameless files. Every method answers a value or a negative errno; none throws.
 *
 * <p>x86-64 and aarch64 Linux. Thread-safe: structures are passed in a scratch area of each thread.
 */
public final class Linux {
  /** openat: read only. */
  public static final int O_RDONLY = 0;

  /** openat: read and write. */
  public static final int O_RDWR = 2;

  /** openat: close the descriptor on exec. */
  public static final int O_CLOEXEC = 02000000;

  /** mmap: reading allowed. */
  public static final int PROT_READ = 1;

  /** mmap: writing allowed. */
  public static final int PROT_WRITE = 2;

  /** mmap: executing allowed. */
  public static final int PROT_EXEC = 4;

  /** mmap: stores reach the file. */
  public static final int MAP_SHARED = 1;

  /** What {@link #futexWait} answers when the time was over. */
  public static final int TIMED_OUT = -110;

  private static final int MAP_PRIVATE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MAP_FIXED_NOREPLACE = 0x100000;
  private static final int ZEROS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int MREMAP_FIXED = 2;
  private static final int MADV_DONTFORK = 10;
  private static final boolean ARM = Platform.isARM();
  private static final int O_DIRECTORY = ARM ? 040000 : 0200000;
  private static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
  private static final int O_TMPFILE = 020000000 | O_DIRECTORY;
  private static final int O_NONBLOCK = 04000;
  private static final int O_PATH = 010000000;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;
  private static final int STATX_UID = 20;
  private static final int STATX_GID = 24;
  private static final int STATX_MODE = 28;
  private static final long SYS_FUTEX = ARM ? 98 : 202;
  private static final long SYS_STATX = ARM ? 291 : 332;
  private static final long SYS_MREMAP = ARM ? 216 : 25;
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** Whether this machine has what the engine needs. */
  public static final boolean SUPPORTED =
      Platform.isLinux() && Platform.is64Bit() && (Platform.isIntel() || ARM);

  static {
    if (SUPPORTED) {
      register();
    }
  }

  /**
   * Finds the functions. JNA starts a thread over that, and runs a program, for which the JDK
   * starts one; both keep the context class loader of their starter, so they get none. What JNA
   * keeps besides is told in docs/operations.md.
   */
  private static void register() {
    Thread self = Thread.currentThread();
    ClassLoader context = self.getContextClassLoader();
    self.setContextClassLoader(null);
    try {
      Native.register(Linux.class, "c");
      Native.getLastError(); // the first call allocates, as the JVM looks for the function
    } finally {
      self.setContextClassLoader(context);
    }
  }

  /**
   * Room for one structure of a system call, and behind it for a name, one for each thread; its
   * address is in its last eight bytes. Names that are put there are ASCII and short; given a
   * string, JNA would call back for its bytes, and in a full stack its native code makes a
   * NullPointerException of the error. The values are of the JDK's own classes: one of ours would
   * keep our class loader as long as the thread lives.
   */
  private static final ThreadLocal<ByteBuffer> SCRATCH = ThreadLocal.withInitial(Linux::scratch);

  private static final int NAME = 256;
  private static final int SCRATCH_ADDRESS = 512;
  private static final String DESCRIPTORS = "/proc/self/fd/";

  private static ByteBuffer scratch() {
    ByteBuffer room = ByteBuffer.allocateDirect(SCRATCH_ADDRESS + Long.BYTES);
    room.order(ByteOrder.nativeOrder());
    return room.putLong(SCRATCH_ADDRESS, Pointer.nativeValue(Native.getDirectBufferPointer(room)));
  }

  private static long address(ByteBuffer scratch) {
    return scratch.getLong(SCRATCH_ADDRESS);
  }

  /** Puts a string into the scratch area; answers its address. */
  private static long string(ByteBuffer scratch, int at, String chars) {
    scratch.put(put(scratch, at, chars), (byte) 0);
    return address(scratch) + at;
  }

  /** As {@link #string(ByteBuffer, int, String)}, with a number behind it. */
  private static long string(ByteBuffer scratch, int at, String prefix, int number) {
    int end = put(scratch, at, prefix);
    for (int rest = number / 10; rest > 0; rest /= 10) {
      end++;
    }
    scratch.put(end + 1, (byte) 0);
    int rest = number;
    do {
      scratch.put(end--, (byte) ('0' + rest % 10));
      rest /= 10;
    } while (rest > 0);
    return address(scratch) + at;
  }

  private static int put(ByteBuffer scratch, int at, String chars) {
    for (int i = 0; i < chars.length(); i++) {
      scratch.put(at + i, (byte) chars.charAt(i));
    }
    return at + chars.length();
  }

  /** Makes what calls of this thread need, so that none of them allocates it. */
  public static void prepareThread() {
    SCRATCH.get();
  }

  private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  private static native int openat(int dirfd, String path, int flags, int mode);

  private static native int fcntl(int fd, int cmd, long arg);

  private static native int openat(int dirfd, long path, int flags, int mode);

  private static native int linkat(int olddirfd, long old, int newdirfd, long name, int flags);

  private static native int unlinkat(int dirfd, long name, int flags);

  private static native int mkdir(String path, int mode);

  private static native int fallocate(int fd, int mode, long offset, long length);

  private static native long mmap(long addr, long length, int prot, int flags, int fd, long offset);

  private static native long pread(int fd, long buffer, long count, long offset);

  private static native int madvise(long addr, long length, int advice);

  private static native int munmap(long addr, long length);

  private static native int mincore(long addr, long length, long vec);

  private static native int fchmod(int fd, int mode);

  private static native int fchown(int fd, int uid, int gid);

  private static native int chmod(long path, int mode);

  private static native int fchownat(int dirfd, long path, int uid, int gid, int flags);

  private static native int close(int fd);

  private static native int geteuid();

  private static native int getegid();

  private static native int getgroups(int size, long list);

  private static native int fstatfs(int fd, long buffer);

  private Linux() {}

  /** What statx tells of a file. */
  public record Stat(
      long ino, long dev, int mode, int uid, int gid, int nlink, long size, long blocks) {
    private static final int S_IFMT = 0170000;

    /** Whether it is a regular file. */
    public boolean isFile() {
      return isFile(mode);
    }

    private static boolean isFile(int mode) {
      return (mode & S_IFMT) == 0100000;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
      return (mode & S_IFMT) == 0040000;
    }

    /** The permission bits, with sticky, setuid and setgid. */
    public int permissions() {
      return mode & 07777;
    }

    /** Whether it is the same file as another. */
    public boolean isSame(Stat other) {
      return other != null && ino == other.ino && dev == other.dev;
    }
  }

  private static int fail() {
    return -Native.getLastError();
  }

  private static int check(int result) {
    return result < 0 ? fail() : result;
  }

  /** The error in a negative answer. */
  public static Errno errno(long answer) {
    return Errno.of((int) -answer);
  }

  // ---- files -----------------------------------------------------------------------------

  /** Opens a directory that is not a symbolic link. */
  public static int openDirectory(String path) {
    return check(openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0));
  }

  /** Opens a file of a directory that is not a symbolic link; never blocks on a FIFO. */
  public static int openFile(int dirfd, String name, int flags) {
    long chars = string(SCRATCH.get(), NAME, name);
    return check(openat(dirfd, chars, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0));
  }

  /**
   * Opens a file of a directory, whose name ends in a number, only to name it, which its mode can't
   * forbid: for {@link #isFile}, {@link #isOwnedBy}, {@link #setModeByPath} and {@link
   * #setOwnerByPath}.
   */
  public static int openPath(int dirfd, String prefix, int number) {
    long name = string(SCRATCH.get(), NAME, prefix, number);
    return check(openat(dirfd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0));
  }

  /** Makes a file without a name in a directory. */
  public static int openNameless(int dirfd, int mode) {
    long here = string(SCRATCH.get(), NAME, ".");
    return check(openat(dirfd, here, O_TMPFILE | O_RDWR | O_CLOEXEC, mode));
  }

  /** Gives a nameless file its name; EEXIST if there is one. */
  public static int link(int fd, int dirfd, String name) {
    return link(fd, dirfd, string(SCRATCH.get(), NAME, name));
  }

  /** Gives a nameless file a name that ends in a number; EEXIST if there is one. */
  public static int link(int fd, int dirfd, String prefix, int number) {
    return link(fd, dirfd, string(SCRATCH.get(), NAME, prefix, number));
  }

  private static int link(int fd, int dirfd, long name) {
    long open = string(SCRATCH.get(), 0, DESCRIPTORS, fd);
    return check(linkat(AT_FDCWD, open, dirfd, name, AT_SYMLINK_FOLLOW));
  }

  /** Removes a name that ends in a number. */
  public static int unlink(int dirfd, String prefix, int number) {
    return check(unlinkat(dirfd, string(SCRATCH.get(), NAME, prefix, number), 0));
  }

  /** Makes a directory. */
  public static int makeDirectory(String path, int mode) {
    return check(mkdir(path, mode));
  }

  /** Reserves storage for a part of a file, and makes the file long enough. */
  public static int reserve(int fd, long offset, long length) {
    return check(fallocate(fd, 0, offset, length));
  }

  /** Sets the permission bits. */
  public static int setMode(int fd, int mode) {
    return check(fchmod(fd, mode));
  }

  /** Sets owner and group; -1 leaves one alone. */
  public static int setOwner(int fd, int uid, int gid) {
    return check(fchown(fd, uid, gid));
  }

  /** Sets the permission bits of a file that {@link #openPath} has opened. */
  public static int setModeByPath(int fd, int mode) {
    return check(chmod(string(SCRATCH.get(), 0, DESCRIPTORS, fd), mode));
  }

  /** Sets owner and group of a file that {@link #openPath} has opened. */
  public static int setOwnerByPath(int fd, int uid, int gid) {
    return check(fchownat(fd, string(SCRATCH.get(), NAME, ""), uid, gid, AT_EMPTY_PATH));
  }

  /** Closes a descriptor. */
  public static int closeFile(int fd) {
    return check(close(fd));
  }

  /** What an open file is; null if that can't be told. */
  public static Stat stat(int fd) {
    return told(statx(fd, "", AT_EMPTY_PATH));
  }

  /** What a name in a directory is, not following a link; null if there is nothing. */
  public static Stat stat(int dirfd, String name) {
    return told(statx(dirfd, name, AT_SYMLINK_NOFOLLOW));
  }

  /** Whether an open file is a regular one. Makes no object. */
  public static boolean isFile(int fd) {
    ByteBuffer b = statx(fd, "", AT_EMPTY_PATH) ? SCRATCH.get() : null;
    return b != null && Stat.isFile(b.getShort(STATX_MODE));
  }

  /** Whether an open file belongs to a user and a group. Makes no object. */
  public static boolean isOwnedBy(int fd, int uid, int gid) {
    ByteBuffer b = statx(fd, "", AT_EMPTY_PATH) ? SCRATCH.get() : null;
    return b != null && b.getInt(STATX_UID) == uid && b.getInt(STATX_GID) == gid;
  }

  private static Stat told(boolean isThere) {
    if (!isThere) {
      return null;
    }
    ByteBuffer b = SCRATCH.get();
    long dev = (b.getInt(136) & 0xffffffffL) << 32 | b.getInt(140) & 0xffffffffL;
    return new Stat(
        b.getLong(32),
        dev,
        b.getShort(STATX_MODE) & 0xffff,
        b.getInt(STATX_UID),
        b.getInt(STATX_GID),
        b.getInt(16),
        b.getLong(40),
        b.getLong(48));
  }

  private static boolean statx(int dirfd, String name, int flags) {
    ByteBuffer scratch = SCRATCH.get();
    long path = string(scratch, NAME, name);
    return syscall(SYS_STATX, dirfd, path, flags, STATX_BASIC, address(scratch), 0) == 0;
  }

  /** Reads up to 256 bytes of a file. */
  public static byte[] read(int fd, long offset, int length) {
    ByteBuffer scratch = SCRATCH.get();
    int got = (int) Math.max(0, pread(fd, address(scratch), Math.min(length, 256), offset));
    byte[] bytes = new byte[got];
    scratch.get(0, bytes);
    return bytes;
  }

  /** What a file system has left for us. */
  public record Space(long bytes, long files) {}

  /** What the file system under an open file has left; null if that can't be told. */
  public static Space space(int fd) {
    ByteBuffer scratch = SCRATCH.get();
    if (fstatfs(fd, address(scratch)) != 0) {
      return null;
    }
    long blockSize = scratch.getLong(8);
    return new Space(scratch.getLong(32) * blockSize, scratch.getLong(48));
  }

  /** The magic number of the file system under an open file, 0 if it can't be told. */
  public static long fileSystem(int fd) {
    ByteBuffer scratch = SCRATCH.get();
    return fstatfs(fd, address(scratch)) == 0 ? scratch.getLong(0) : 0;
  }

  // ---- memory ----------------------------------------------------------------------------

  /** Maps a file from its start, where the system chooses. */
  public static long map(int fd, long length, int prot) {
    return mapped(mmap(0, length, prot, MAP_SHARED, fd, 0));
  }

  /** Maps a file at an address where nothing is mapped; EEXIST otherwise. */
  public static long mapAt(long address, int fd, long length, int prot) {
    return mapped(mmap(address, length, prot, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0));
  }

  /** Maps private pages of zeros, where the system chooses. */
  public static long mapZeros(long length) {
    return mapped(mmap(0, length, PROT_READ | PROT_WRITE, ZEROS, -1, 0));
  }

  /** Replaces a mapping of ours by private pages of zeros, so that late accesses stay harmless. */
  public static long mapZerosAt(long address, long length) {
    return mapped(mmap(address, length, PROT_READ | PROT_WRITE, ZEROS | MAP_FIXED, -1, 0));
  }

  /**
   * Puts a mapping of ours in the place of another one of the same length, in one step: a thread
   * that accesses the place meets one or the other.
   */
  public static long moveMapping(long from, long length, long to) {
    return mapped(syscall(SYS_MREMAP, from, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, to, 0));
  }

  /** Sets all bits of mapped memory. */
  public static void fillWithOnes(long address, long length) {
    new Pointer(address).setMemory(0, length, (byte) -1);
  }

  private static long mapped(long address) {
    return address == -1 ? fail() : address;
  }

  /** Gives up a mapping. */
  public static int unmap(long address, long length) {
    return check(munmap(address, length));
  }

  /** Keeps a mapping out of forked children. */
  public static int dontFork(long address, long length) {
    return check(madvise(address, length, MADV_DONTFORK));
  }

  /** How many pages of a mapping are in memory. */
  public static long residentPages(long address, long length) {
    long pages = (length + 4095) / 4096;
    ByteBuffer vec = ByteBuffer.allocateDirect(Math.toIntExact(pages));
    if (mincore(address, length, Pointer.nativeValue(Native.getDirectBufferPointer(vec))) != 0) {
      return fail();
    }
    long resident = 0;
    for (int i = 0; i < pages; i++) {
      resident += vec.get(i) & 1;
    }
    return resident;
  }

  /** A buffer over mapped memory. */
  public static ByteBuffer buffer(long address, long length) {
    return new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
  }

  // ---- futex -----------------------------------------------------------------------------

  /**
   * Sleeps while the 32-bit word has this value: until woken, or the time is over, or by chance.
   *
   * @param nanos the longest sleep
   * @return 0, or -EAGAIN (another value), -ETIMEDOUT, -EINTR
   */
  public static int futexWait(long address, int expected, long nanos) {
    ByteBuffer scratch = SCRATCH.get();
    scratch.putLong(0, nanos / 1_000_000_000L).putLong(8, nanos % 1_000_000_000L);
    long answer =
        syscall(SYS_FUTEX, address, FUTEX_WAIT, expected & 0xffffffffL, address(scratch), 0, 0);
    return answer < 0 ? fail() : 0;
  }

  /** Wakes up to this many sleepers of the word; answers how many. */
  public static int futexWake(long address, int count) {
    return (int) syscall(SYS_FUTEX, address, FUTEX_WAKE, count, 0, 0, 0);
  }

  // ---- locks of an open file description -----------------------------------------------------

  /** Takes the write lock on one byte, or answers -EAGAIN. */
  public static int lockByte(int fd, long position) {
    return check(fcntl(fd, F_OFD_SETLK, flock(F_WRLCK, position)));
  }

  /** Whether another open file description has the write lock on one byte; negative on error. */
  public static int isByteLocked(int fd, long position) {
    if (fcntl(fd, F_OFD_GETLK, flock(F_RDLCK, position)) < 0) {
      return fail();
    }
    return SCRATCH.get().getShort(0) == F_UNLCK ? 0 : 1;
  }

  private static long flock(short type, long position) {
    ByteBuffer scratch = SCRATCH.get();
    scratch.putShort(0, type).putShort(2, (short) 0).putInt(4, 0);
    scratch.putLong(8, position).putLong(16, 1).putLong(24, 0);
    return address(scratch);
  }

  // ---- who we are ------------------------------------------------------------------------

  /** The effective user. */
  public static int effectiveUser() {
    return geteuid();
  }

  /** The effective group. */
  public static int effectiveGroup() {
    return getegid();
  }

  /** The supplementary groups. */
  public static int[] groups() {
    int count = getgroups(0, 0);
    if (count <= 0) {
      return new int[0];
    }
    ByteBuffer list = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
    int got = getgroups(count, Pointer.nativeValue(Native.getDirectBufferPointer(list)));
    int[] groups = new int[Math.max(0, got)];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = list.getInt(4 * i);
    }
    return groups;
  }
}
