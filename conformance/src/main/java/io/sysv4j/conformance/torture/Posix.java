package io.sysv4j.conformance.torture;

import com.sun.jna.Native;

/** Signals, by the system call itself: at once, and to the own process too. */
final class Posix {
  static final int SIGQUIT = 3;
  static final int SIGKILL = 9;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;

  static {
    Native.register(Posix.class, "c");
  }

  private Posix() {}

  private static native int kill(int pid, int signal);

  /** Sends a signal; to a process that has ended already it does nothing. */
  static void signal(long pid, int signal) {
    kill(Math.toIntExact(pid), signal);
  }
}
