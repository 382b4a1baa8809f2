package io.sysv4j.conformance.faults;

import com.sun.jna.Native;

/** What the JDK has no door to: forks that stay what they are, and signals to oneself. */
final class Libc {
  static final int SIGKILL = 9;
  static final int SIGSTOP = 19;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int fork();

  static native int pause();

  /** To the calling thread: it does nothing more before the signal does what it does. */
  static native int raise(int signal);
}
