package io.sysv4j.kernel.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Every native call of this module, and its only use of JNA. Memory is named by address. Each call
 * returns what the kernel returns: the result, or minus the error number.
 *
 * <p>System V calls go through {@code syscall(2)}: the C library's wrappers differ in the commands
 * that they let through.
 */
final class Linux {
  static final int PROT_NONE = 0;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_PRIVATE = 2;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;

  private static final int SIG_UNBLOCK = 1;

  static final Abi ABI = Abi.current();

  static {
    Native.register(Linux.class, NativeLibrary.getProcess());
  }

  static final long PAGE_SIZE = getpagesize();

  private Linux() {}

  private static native long syscall(long number, long a, long b, long c, long d);

  private static native long mmap(long address, long length, int prot, int flags, int fd, long at);

  private static native int munmap(long address, long length);

  private static native int mprotect(long address, long length, int prot);

  private static native int sigaction(int signal, long action, long oldAction);

  private static native int getpagesize();

  private static native int getpid();

  static int semget(int key, int nsems, int semflg) {
    return (int) call(ABI.semget, key, nsems, semflg, 0);
  }

  /** semop too: that is a semtimedop whose timespec is at address 0. */
  static int semtimedop(int semid, long sops, int nsops, long timespec) {
    return (int) call(ABI.semtimedop, semid, sops, nsops, timespec);
  }

  static int semctl(int semid, int semnum, int cmd, long arg) {
    return (int) call(ABI.semctl, semid, semnum, cmd, arg);
  }

  static int shmget(int key, long size, int shmflg) {
    return (int) call(ABI.shmget, key, size, shmflg, 0);
  }

  static long shmat(int shmid, long shmaddr, int shmflg) {
    return call(ABI.shmat, shmid, shmaddr, shmflg, 0);
  }

  static int shmdt(long shmaddr) {
    return (int) call(ABI.shmdt, shmaddr, 0, 0, 0);
  }

  static int shmctl(int shmid, int cmd, long buf) {
    return (int) call(ABI.shmctl, shmid, cmd, buf, 0);
  }

  /** The calling thread, as the kernel numbers it. */
  static int threadId() {
    return (int) call(ABI.gettid, 0, 0, 0, 0);
  }

  /** Sends a signal to one thread of this process. */
  static int signalThread(int threadId, int signal) {
    return (int) call(ABI.tgkill, getpid(), threadId, signal, 0);
  }

  /** Takes signals off the calling thread's mask; a set is one 64-bit number. */
  static int unblockSignals(long set) {
    return (int) call(ABI.sigprocmask, SIG_UNBLOCK, set, 0, Long.BYTES);
  }

  static int setSignalAction(int signal, long action, long oldAction) {
    return (int) orErrno(sigaction(signal, action, oldAction));
  }

  static long map(long address, long length, int prot, int flags) {
    return orErrno(mmap(address, length, prot, flags, -1, 0));
  }

  static int unmap(long address, long length) {
    return (int) orErrno(munmap(address, length));
  }

  static int protect(long address, long length, int prot) {
    return (int) orErrno(mprotect(address, length, prot));
  }

  /** Where a direct buffer's memory is. */
  static long address(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  /** A direct buffer over memory that someone else owns, in native order. */
  static ByteBuffer buffer(long address, int length) {
    return new Pointer(address).getByteBuffer(0, length);
  }

  /** Where a function of the C library is. */
  static long function(String name) {
    return Pointer.nativeValue(NativeLibrary.getProcess().getFunction(name));
  }

  private static long call(int number, long a, long b, long c, long d) {
    return orErrno(syscall(number, a, b, c, d));
  }

  private static long orErrno(long result) {
    return result == -1 ? -Native.getLastError() : result;
  }
}
