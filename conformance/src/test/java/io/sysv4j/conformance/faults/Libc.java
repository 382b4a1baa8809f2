package io.sysv4j.conformance.faults;

import com.sun.jna.Native;

/** What the JDK has no door to: a process that goes on without its program being replaced. */
final class Libc {
  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int fork();

  static native int pause();
}
