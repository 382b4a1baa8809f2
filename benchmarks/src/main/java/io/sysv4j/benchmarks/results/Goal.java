package io.sysv4j.benchmarks.results;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One row of the table of goals: a number of ours against a peer's, or alone.
 *
 * @param text the work, as the table says it
 * @param peer null where the number stands alone
 * @param bound what to reach; not a number where it is only reported
 */
public record Goal(String text, Key ours, Key peer, Kind kind, double bound) {
  /** How the numbers are compared. */
  public enum Kind {
    /** Ours divided by the peer's. */
    TIMES("≤ %s×"),
    /** How many times faster ours is, or how many times as often it runs. */
    FASTER("≥ %s×"),
    /** The number itself, the less the better. */
    AT_MOST("≤ %s"),
    /** The number itself, the more the better. */
    AT_LEAST("≥ %s");

    private final String pattern;

    Kind(String pattern) {
      this.pattern = pattern;
    }
  }

  /** What became of it. */
  public enum Verdict {
    MET,
    MISSED,
    REPORTED,
    UNKNOWN
  }

  /**
   * What is held against the bound. Bytes an operation are whole ones: what JMH itself allocates is
   * far below one.
   */
  public OptionalDouble reached(Results results) {
    if (peer == null) {
      OptionalDouble number = results.median(ours);
      return ours.metric() == Metric.BYTES_PER_OP && number.isPresent()
          ? OptionalDouble.of(Math.rint(number.getAsDouble()))
          : number;
    }
    boolean upsideDown = kind == Kind.FASTER && !ours.metric().isRate();
    return upsideDown ? results.ratio(peer, ours) : results.ratio(ours, peer);
  }

  /** How many times better than the bound it is; below 1 it is missed. */
  public OptionalDouble margin(Results results) {
    OptionalDouble reached = reached(results);
    boolean more = kind == Kind.FASTER || kind == Kind.AT_LEAST;
    return reached.isEmpty() || Double.isNaN(bound)
        ? OptionalDouble.empty()
        : OptionalDouble.of(more ? reached.getAsDouble() / bound : bound / reached.getAsDouble());
  }

  /** Whether that is enough. */
  public Verdict verdict(Results results) {
    OptionalDouble reached = reached(results);
    if (reached.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    if (Double.isNaN(bound)) {
      return Verdict.REPORTED;
    }
    boolean met = bound == 0 ? reached.getAsDouble() == 0 : margin(results).orElseThrow() >= 1;
    return met ? Verdict.MET : Verdict.MISSED;
  }

  /** The goal in words. */
  public String wanted() {
    if (Double.isNaN(bound)) {
      return "report";
    }
    String number = bound >= 1000 ? String.format(Locale.ROOT, "%,.0f", bound) : plain(bound);
    return String.format(kind.pattern, number);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
