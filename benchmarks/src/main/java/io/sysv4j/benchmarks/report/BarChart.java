package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Subject;
import io.sysv4j.benchmarks.results.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** A group of bars a work, a bar a subject, on a logarithmic axis. */
final class BarChart {
  private static final double WIDTH = 900;
  private static final double NAMES = 250;
  private static final double VALUES = 80;
  private static final double BAR = 16;
  private static final double GAP = 38;

  private final Metric metric;
  private final List<List<Bar>> groups = new ArrayList<>();

  private BarChart(Metric metric) {
    this.metric = metric;
  }

  /** Draws the medians of some works; empty if there are none. */
  static String of(String title, Metric metric, List<Group> works, Results results) {
    BarChart chart = new BarChart(metric);
    for (Group work : works) {
      chart.add(work, results);
    }
    return chart.groups.isEmpty() ? "" : chart.draw(title);
  }

  private void add(Group group, Results results) {
    List<Bar> bars = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      OptionalDouble median = results.median(new Key(group.work(), group.size(), subject, metric));
      median.ifPresent(value -> bars.add(new Bar(group.title(), subject, value)));
    }
    if (!bars.isEmpty()) {
      groups.add(bars);
    }
  }

  private String draw(String title) {
    int bars = groups.stream().mapToInt(List::size).sum();
    double height = 60 + bars * (BAR + 3) + groups.size() * GAP;
    double[] values = groups.stream().flatMap(List::stream).mapToDouble(Bar::value).toArray();
    double low = Arrays.stream(values).min().orElseThrow();
    double high = Arrays.stream(values).max().orElseThrow();
    List<Double> decades = Scale.decades(low / 2, high);
    Scale scale =
        Scale.logarithmic(decades.get(0), decades.get(decades.size() - 1), NAMES, WIDTH - VALUES);
    Svg svg = new Svg(WIDTH, height, title);
    for (double decade : decades) {
      svg.line(scale.at(decade), 44, scale.at(decade), height - 24, "#e6e6e6");
      svg.label(Quantity.of(decade, metric), scale.at(decade), height - 8, Svg.Anchor.MIDDLE);
    }
    double y = 44;
    for (List<Bar> group : groups) {
      y = draw(svg, scale, group, y) + GAP / 2 - 4;
    }
    return svg.toString();
  }

  private double draw(Svg svg, Scale scale, List<Bar> group, double top) {
    double y = top + 16;
    svg.heading(group.get(0).work(), 16, y);
    y += 8;
    for (Bar bar : group) {
      svg.label(bar.subject().toString(), NAMES - 8, y + 12, Svg.Anchor.END);
      double end = scale.at(bar.value());
      svg.bar(NAMES, y, end - NAMES, BAR, Palette.of(bar.subject()));
      svg.label(Quantity.of(bar.value(), metric), end + 5, y + 12, Svg.Anchor.START);
      y += BAR + 3;
    }
    return y;
  }

  /** What a group shows. */
  record Group(Work work, int size) {
    Group(Work work) {
      this(work, 0);
    }

    String title() {
      return work.sized(size);
    }
  }

  private record Bar(String work, Subject subject, double value) {}
}
