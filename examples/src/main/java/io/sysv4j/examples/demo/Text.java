package io.sysv4j.examples.demo;

import java.util.Locale;

/** Numbers as people read them. */
final class Text {
  private Text() {}

  /** {@code 122.7 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return count(bytes, "byte");
    }
    double value = bytes;
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    int unit = -1;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, units[unit]);
  }

  /** {@code 1 chunk}, {@code 2 chunks}. */
  static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static String rate(long bytes, long nanos) {
    return bytes((long) (bytes * 1e9 / Math.max(1, nanos))) + "/s";
  }
}
