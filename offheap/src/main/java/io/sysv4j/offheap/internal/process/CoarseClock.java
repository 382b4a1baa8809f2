package io.sysv4j.offheap.internal.process;

/**
 * The time in whole seconds, read without asking the clock. The janitor moves it on at each full
 * second; whoever has time to ask the clock does so with {@link #now}.
 */
public final class CoarseClock {
  private volatile long seconds = System.currentTimeMillis() / 1000;

  /** The second as last told: at most a moment behind. */
  public long seconds() {
    return seconds;
  }

  /** The second now. */
  public long now() {
    long now = System.currentTimeMillis() / 1000;
    if (now != seconds) {
      seconds = now;
    }
    return now;
  }

  /** How many milliseconds are left of this second. */
  public long millisToNextSecond() {
    long millis = System.currentTimeMillis();
    seconds = millis / 1000;
    return 1000 - millis % 1000;
  }
}
