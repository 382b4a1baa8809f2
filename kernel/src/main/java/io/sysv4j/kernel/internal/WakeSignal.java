package io.sysv4j.kernel.internal;

/**
 * The signal that gets a thread out of a sleep in the kernel; {@link Sleep} sends it.
 *
 * <p>Why a signal: a thread in semop leaves the queue only when its operation is done, its time is
 * up, the set is removed, or a signal with a handler arrives (semop is never restarted, so it
 * answers EINTR). To sleep in slices and look up in between would lose the place in the queue with
 * each slice, and places are what the kernel is asked for here.
 *
 * <p>Why this handler: it runs on whatever thread of the JVM, so it must not be Java. It is the C
 * library's {@code abs}: a native function that takes an int, touches nothing, and so is safe in
 * any signal handler. The JDK has a signal of its own for its channels, but without promising it.
 *
 * <p>Which signal: the highest real-time signal that nobody has a handler for, from below the one
 * that the JDK may take later (62). It stays installed. Others in the process who install their
 * handler over it later take the wake-ups away, as with any signal.
 */
final class WakeSignal {
  private static final int HIGHEST = 61;
  private static final int LOWEST = 35;

  /** {@code struct sigaction}: handler 0, mask 8, flags 136, restorer 144; size 152. */
  private static final int HANDLER = 0;

  private static final int SIGACTION_SIZE = 152;
  private static final long SIG_DFL = 0;

  private static final int NUMBER = claim();

  private WakeSignal() {}

  /**
   * Installs the handler, unless it is.
   *
   * @return the signal's number
   */
  static int install() {
    return NUMBER;
  }

  private static int claim() {
    long handler = Linux.function("abs");
    try (Scratch scratch = Scratch.take()) {
      for (int signal = HIGHEST; signal >= LOWEST; signal--) {
        long now = handlerOf(signal, scratch);
        if (now == handler) {
          return signal;
        }
        if (now == SIG_DFL) {
          set(signal, handler, scratch);
          return signal;
        }
      }
    }
    throw new IllegalStateException("every real-time signal has a handler, none is left");
  }

  private static long handlerOf(int signal, Scratch scratch) {
    check(Linux.setSignalAction(signal, 0, scratch.address), signal);
    return scratch.bytes.getLong(HANDLER);
  }

  private static void set(int signal, long handler, Scratch scratch) {
    for (int i = 0; i < SIGACTION_SIZE; i += Long.BYTES) {
      scratch.bytes.putLong(i, 0);
    }
    scratch.bytes.putLong(HANDLER, handler);
    check(Linux.setSignalAction(signal, scratch.address, 0), signal);
  }

  /** Lets the calling thread receive it, whatever mask it has inherited. */
  static void unblock(Scratch scratch) {
    scratch.bytes.putLong(0, 1L << NUMBER - 1);
    check(Linux.unblockSignals(scratch.address), NUMBER);
  }

  /** Sends it to a thread that is known to live. */
  static void send(int threadId) {
    check(Linux.signalThread(threadId, NUMBER), NUMBER);
  }

  private static void check(int result, int signal) {
    if (result < 0) {
      throw new IllegalStateException("signal " + signal + ": error " + -result);
    }
  }
}
