package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latency by percentile, each further nine as wide as the one before. */
final class PercentileChart {
  private static final double MOST_NINES = 4;

  private PercentileChart() {}

  /** Draws a work's latencies; empty if there are none. */
  static String of(Work work, Results results) {
    Map<Subject, Histogram> latencies = results.latencies(work);
    if (latencies.isEmpty()) {
      return "";
    }
    double low = latencies.values().stream().mapToDouble(h -> at(h, 0)).min().orElseThrow();
    double high =
        latencies.values().stream().mapToDouble(h -> at(h, MOST_NINES)).max().orElseThrow();
    LineChart chart =
        new LineChart(
            "Latency, " + work + " (logarithmic; less is better)",
            "percentile",
            nines(),
            LineChart.Ticks.decades(low, high));
    latencies.forEach((subject, histogram) -> chart.curve(subject, points(histogram), false));
    return chart.toString();
  }

  private static LineChart.Ticks nines() {
    Map<Double, String> labels = new LinkedHashMap<>();
    labels.put(0.0, "0");
    labels.put(Math.log10(2), "50 %");
    labels.put(1.0, "90 %");
    labels.put(2.0, "99 %");
    labels.put(3.0, "99.9 %");
    labels.put(MOST_NINES, "99.99 %");
    return new LineChart.Ticks(labels, false);
  }

  private static Map<Double, Double> points(Histogram histogram) {
    Map<Double, Double> points = new LinkedHashMap<>();
    for (int i = 0; i <= 80; i++) {
      double nines = i * MOST_NINES / 80;
      points.put(nines, at(histogram, nines));
    }
    return points;
  }

  private static double at(Histogram histogram, double nines) {
    return Math.max(1, histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nines))));
  }
}
