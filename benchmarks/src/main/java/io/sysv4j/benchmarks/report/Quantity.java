package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Metric;
import java.util.Locale;

/** Numbers as people read them: three digits and a unit. */
final class Quantity {
  private Quantity() {}

  /** A number with the unit of its metric. */
  static String of(double value, Metric metric) {
    switch (metric) {
      case NS_PER_OP:
      case P50_NS:
      case P99_NS:
      case MAX_NS:
      case BEFORE_NS:
      case AFTER_NS:
        return duration(value);
      case OPS_PER_S:
        return rate(value);
      case BYTES_PER_OP:
        return Math.round(value) + " B/op";
      default:
        return Math.round(value) + " " + metric.unit();
    }
  }

  /** Nanoseconds. */
  static String duration(double ns) {
    if (ns < 1e3) {
      return digits(ns) + " ns";
    }
    if (ns < 1e6) {
      return digits(ns / 1e3) + " µs";
    }
    return ns < 1e9 ? digits(ns / 1e6) + " ms" : digits(ns / 1e9) + " s";
  }

  /** Events a second. */
  static String rate(double perSecond) {
    if (perSecond < 1e3) {
      return digits(perSecond) + "/s";
    }
    return perSecond < 1e6 ? digits(perSecond / 1e3) + " k/s" : digits(perSecond / 1e6) + " M/s";
  }

  /** Three digits, but never fewer than all before the point. */
  static String digits(double value) {
    double size = Math.abs(value);
    int decimals =
        size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
