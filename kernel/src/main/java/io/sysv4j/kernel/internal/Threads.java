package io.sysv4j.kernel.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java 17 does not say about threads. */
final class Threads {
  private static final MethodHandle IS_VIRTUAL = findIsVirtual();

  private Threads() {}

  private static MethodHandle findIsVirtual() {
    MethodType type = MethodType.methodType(boolean.class);
    try {
      return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", type);
    } catch (NoSuchMethodException beforeJava21) {
      MethodHandle no = MethodHandles.constant(boolean.class, false);
      return MethodHandles.dropArguments(no, 0, Thread.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError("Thread.isVirtual is public", e);
    }
  }

  /** Whether the caller is a virtual thread, which must not sleep in the kernel. */
  static boolean isVirtual() {
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new LinkageError("Thread.isVirtual throws nothing", e);
    }
  }

  /**
   * Whether a thread of this process is asleep in a system call. Where the kernel does not tell (no
   * /proc, or one that others own), the answer is yes.
   */
  static boolean isInCall(int threadId, int number) {
    if (threadId == 0) {
      return false;
    }
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/self/task/" + threadId + "/syscall"));
      return new String(line, StandardCharsets.US_ASCII).startsWith(number + " ");
    } catch (IOException untold) {
      return true;
    }
  }
}
