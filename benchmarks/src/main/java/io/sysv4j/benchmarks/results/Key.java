package io.sysv4j.benchmarks.results;

/**
 * What a number is about.
 *
 * @param size how many processes, sets or JVMs; 0 where the work has no size
 */
public record Key(Work work, int size, Subject subject, Metric metric) {
  /** A key of a work without size. */
  public Key(Work work, Subject subject, Metric metric) {
    this(work, 0, subject, metric);
  }
}
