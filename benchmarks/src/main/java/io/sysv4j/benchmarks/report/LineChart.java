package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Curves, one a subject, with a legend beside them. */
final class LineChart {
  private static final double WIDTH = 900;
  private static final double HEIGHT = 380;
  private static final double LEFT = 70;
  private static final double RIGHT = 660;
  private static final double TOP = 48;
  private static final double BOTTOM = 330;

  private final Svg svg;
  private final Scale x;
  private final Scale y;
  private final List<Subject> legend = new ArrayList<>();

  /**
   * An empty chart.
   *
   * @param xTicks what stands below the axis, by position; the first and last are its ends
   * @param yTicks what stands beside the axis, by position; the first and last are its ends
   */
  LineChart(String title, String xTitle, Ticks xTicks, Ticks yTicks) {
    svg = new Svg(WIDTH, HEIGHT, title);
    x = xTicks.scale(LEFT, RIGHT);
    y = yTicks.scale(BOTTOM, TOP);
    xTicks
        .labels()
        .forEach(
            (value, text) -> {
              svg.line(x.at(value), TOP, x.at(value), BOTTOM, "#eeeeee");
              svg.label(text, x.at(value), BOTTOM + 18, Svg.Anchor.MIDDLE);
            });
    yTicks
        .labels()
        .forEach(
            (value, text) -> {
              svg.line(LEFT, y.at(value), RIGHT, y.at(value), "#e6e6e6");
              svg.label(text, LEFT - 8, y.at(value) + 4, Svg.Anchor.END);
            });
    svg.label(xTitle, (LEFT + RIGHT) / 2, BOTTOM + 40, Svg.Anchor.MIDDLE);
  }

  /** Draws a line at a height that means something. */
  LineChart mark(double value, String text) {
    svg.dashed(LEFT, y.at(value), RIGHT, y.at(value), "#b22222");
    svg.label(text, RIGHT + 8, y.at(value) + 4, Svg.Anchor.START);
    return this;
  }

  /** Draws a curve. */
  LineChart curve(Subject subject, Map<Double, Double> points, boolean dots) {
    String color = Palette.of(subject);
    svg.curve(
        points.entrySet().stream()
            .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(p.getKey()), y.at(p.getValue())))
            .collect(Collectors.joining(" ")),
        color);
    if (dots) {
      points.forEach((px, py) -> svg.dot(x.at(px), y.at(py), color));
    }
    double row = TOP + 10 + 20 * legend.size();
    legend.add(subject);
    svg.bar(RIGHT + 24, row - 4, 18, 4, color);
    svg.label(subject.toString(), RIGHT + 50, row + 2, Svg.Anchor.START);
    return this;
  }

  @Override
  public String toString() {
    return svg.toString();
  }

  /** An axis: texts by position, and whether it is logarithmic. */
  record Ticks(Map<Double, String> labels, boolean logarithmic) {
    /** Powers of ten around two numbers. */
    static Ticks decades(double low, double high) {
      Map<Double, String> labels = new LinkedHashMap<>();
      Scale.decades(low, high).forEach(d -> labels.put(d, Quantity.duration(d)));
      return new Ticks(labels, true);
    }

    private Scale scale(double from, double to) {
      List<Double> positions = new ArrayList<>(labels.keySet());
      double low = positions.get(0);
      double high = positions.get(positions.size() - 1);
      return logarithmic
          ? Scale.logarithmic(low, high, from, to)
          : Scale.linear(low, high, from, to);
    }
  }
}
