package io.sysv4j.benchmarks;

/**
 * How long a measurement in JVMs of its own runs. A process that is compiled while it runs, on the
 * processor that it runs on, needs seconds before it shows what it can do.
 *
 * @param warmUp nanoseconds that don't count
 * @param measured nanoseconds that count
 */
public record Timing(long warmUp, long measured) {
  private static final long MILLISECOND = 1_000_000;

  static Timing ofMillis(int warmUp, int measured) {
    return new Timing(warmUp * MILLISECOND, measured * MILLISECOND);
  }

  /** What {@link #toString} wrote, to pass it from JVM to JVM. */
  public static Timing parse(String text) {
    String[] parts = text.split("\\+");
    return new Timing(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Override
  public String toString() {
    return warmUp + "+" + measured;
  }
}
