package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a work's cost grows with its size, as a multiple of the cost at one. */
final class GrowthChart {
  private static final double GOAL = 1.2;

  private GrowthChart() {}

  /** Draws a work that comes in sizes; empty if it was measured in fewer than two. */
  static String of(Work work, String sizeTitle, Results results) {
    List<Integer> sizes =
        results.numbers().keySet().stream()
            .filter(key -> key.work() == work && key.metric() == Metric.NS_PER_OP)
            .map(Key::size)
            .distinct()
            .sorted()
            .collect(Collectors.toList());
    if (sizes.size() < 2) {
      return "";
    }
    Map<Double, String> sizeLabels = new LinkedHashMap<>();
    sizes.forEach(size -> sizeLabels.put((double) size, String.format(Locale.ROOT, "%,d", size)));
    LineChart chart =
        new LineChart(
            "Cost of " + work + ", relative to N = 1",
            sizeTitle,
            new LineChart.Ticks(sizeLabels, true),
            multiples());
    for (Subject subject : List.of(Subject.OFFHEAP, Subject.KERNEL)) {
      Map<Double, Double> points = points(work, subject, sizes, results);
      if (points.size() > 1) {
        chart.curve(subject, points, true);
      }
    }
    return chart.mark(GOAL, "goal: at most " + GOAL + "×").toString();
  }

  private static LineChart.Ticks multiples() {
    Map<Double, String> labels = new LinkedHashMap<>();
    for (double multiple = 0; multiple <= 2; multiple += 0.5) {
      labels.put(multiple, multiple + "×");
    }
    return new LineChart.Ticks(labels, false);
  }

  private static Map<Double, Double> points(
      Work work, Subject subject, List<Integer> sizes, Results results) {
    Map<Double, Double> points = new LinkedHashMap<>();
    Key one = new Key(work, 1, subject, Metric.NS_PER_OP);
    for (int size : sizes) {
      results
          .ratio(new Key(work, size, subject, Metric.NS_PER_OP), one)
          .ifPresent(ratio -> points.put((double) size, ratio));
    }
    return points;
  }
}
