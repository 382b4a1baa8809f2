package io.sysv4j.conformance.fuzz;

import java.time.Duration;

/** The ways to call semop. */
enum Wait {
  /** {@code semop(int, Sembuf...)}. */
  SEMOP(null),
  /** {@code semop(int, int, int, int)}, for the first operation. */
  SEMOP_ONE(null),
  /** A time-out that never comes. */
  LONG(Duration.ofHours(1)),
  /** A time-out of zero. */
  ZERO(Duration.ZERO),
  /** A time-out that is waited for. */
  SHORT(Duration.ofMillis(2)),
  /** A time-out that is refused. */
  NEGATIVE(Duration.ofNanos(-1)),
  TRY(null),
  /** {@code trySemop(int, int, int, int)}, for the first operation. */
  TRY_ONE(null),
  /** By a thread that is interrupted already. */
  INTERRUPTED(null),
  ASYNC(null),
  ASYNC_LONG(Duration.ofHours(1)),
  ASYNC_ZERO(Duration.ZERO),
  ASYNC_SHORT(Duration.ofMillis(2)),
  ASYNC_NEGATIVE(Duration.ofNanos(-1));

  private static final Wait[] VALUES = values();

  private final Duration timeout;

  Wait(Duration timeout) {
    this.timeout = timeout;
  }

  static Wait of(long ordinal) {
    return VALUES[(int) ordinal];
  }

  /** The time-out, null for none. */
  Duration timeout() {
    return timeout;
  }

  boolean isAsync() {
    return compareTo(ASYNC) >= 0;
  }

  /** Whether the call may sleep until somebody does something. */
  boolean maySleep() {
    return this == SEMOP
        || this == SEMOP_ONE
        || this == LONG
        || this == ASYNC
        || this == ASYNC_LONG;
  }

  /** Whether the call may sleep, but ends by itself. */
  boolean ends() {
    return this == SHORT || this == ASYNC_SHORT;
  }
}
