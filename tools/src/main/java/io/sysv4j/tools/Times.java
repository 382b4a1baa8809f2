package io.sysv4j.tools;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as {@code ctime} writes them; 0 is "Not set". */
final class Times {
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final DateTimeFormatter WITHOUT_DAY_AND_YEAR =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);

  private Times() {}

  /** {@code Sun Nov 22 03:09:01 2026}. */
  static String full(long seconds) {
    return format(CTIME, seconds);
  }

  /** {@code Nov 22 03:09:01}. */
  static String brief(long seconds) {
    return format(WITHOUT_DAY_AND_YEAR, seconds);
  }

  private static String format(DateTimeFormatter formatter, long seconds) {
    return seconds == 0
        ? "Not set"
        : formatter.format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
  }
}
