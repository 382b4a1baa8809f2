package io.sysv4j.benchmarks.results;

/** What a number counts. */
public enum Metric {
  NS_PER_OP("ns"),
  BYTES_PER_OP("B/op"),
  OPS_PER_S("/s"),
  P50_NS("ns, median"),
  P99_NS("ns, p99"),
  MAX_NS("ns, worst"),
  LATE_MS("ms after the deadline"),
  WORST_MS("ms, worst"),
  ERRORS("errors"),
  BEFORE_NS("ns, before"),
  AFTER_NS("ns, after"),
  THREADS("threads"),
  HEAP_BYTES_EACH("heap B each"),
  MAPPED_BYTES_EACH("mapped B each"),
  BYTES_EACH("B each");

  private final String unit;

  Metric(String unit) {
    this.unit = unit;
  }

  /** Whether more is better. */
  public boolean isRate() {
    return this == OPS_PER_S;
  }

  /** What follows the number. */
  public String unit() {
    return unit;
  }
}
