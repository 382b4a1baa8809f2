package io.sysv4j.benchmarks;

import java.util.List;

/**
 * How much is asked, and for how long.
 *
 * @param rounds how often everything is measured; a ratio is the median of the rounds' ratios
 * @param warmups stretches before JMH counts
 * @param stretches stretches that JMH counts; the median is taken
 * @param stretchMillis how long a stretch of JMH is
 * @param millis how long a measurement on the C side runs
 * @param timing how long one between JVMs runs
 * @param kills how many holders are killed
 * @param sets sizes of {@link io.sysv4j.benchmarks.results.Work#SETS}
 * @param jvms sizes of {@link io.sysv4j.benchmarks.results.Work#JVMS}
 */
public record Profile(
    String name,
    int rounds,
    int warmups,
    int stretches,
    int stretchMillis,
    int millis,
    Timing timing,
    int kills,
    List<Integer> sets,
    List<Integer> jvms) {

  static final Profile QUICK =
      new Profile(
          "quick",
          1,
          2,
          3,
          250,
          700,
          Timing.ofMillis(2_000, 700),
          5,
          List.of(1, 32_000),
          List.of(1, 16));
  static final Profile FULL =
      new Profile(
          "full",
          5,
          3,
          5,
          600,
          3_000,
          Timing.ofMillis(5_000, 3_000),
          30,
          List.of(1, 10, 100, 1_000, 10_000, 32_000),
          List.of(1, 2, 4, 8, 16));
}
