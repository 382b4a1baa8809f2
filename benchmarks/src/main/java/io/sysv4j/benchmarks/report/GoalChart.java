package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Goal;
import io.sysv4j.benchmarks.results.Goals;
import io.sysv4j.benchmarks.results.Results;
import java.util.List;
import java.util.stream.Collectors;

/** How far each goal is exceeded or missed: a bar to the right is better than the goal. */
final class GoalChart {
  private static final double WIDTH = 900;
  private static final double MIDDLE = 610;
  private static final double REACH = 210;
  private static final double ROW = 22;
  private static final double MOST = 10;

  private GoalChart() {}

  /** Draws the goals that have a bound and a number; empty if there are none. */
  static String of(Results results) {
    List<Goal> goals =
        Goals.all().stream()
            .filter(goal -> goal.bound() > 0 && goal.reached(results).isPresent())
            .collect(Collectors.toList());
    return goals.isEmpty() ? "" : draw(goals, results);
  }

  private static String draw(List<Goal> goals, Results results) {
    double height = 84 + goals.size() * ROW;
    Svg svg = new Svg(WIDTH, height, "Goals: how far exceeded (right) or missed (left)");
    Scale scale = Scale.logarithmic(1 / MOST, MOST, MIDDLE - REACH, MIDDLE + REACH);
    for (double tick : new double[] {0.1, 0.3, 1, 3, 10}) {
      String color = tick == 1 ? "#666666" : "#e6e6e6";
      svg.line(scale.at(tick), 44, scale.at(tick), height - 26, color);
      svg.label(tick == 1 ? "goal" : tick(tick), scale.at(tick), height - 8, Svg.Anchor.MIDDLE);
    }
    double y = 50;
    for (Goal goal : goals) {
      double margin = goal.margin(results).orElseThrow();
      double end = scale.at(margin);
      svg.label(goal.text(), 370, y + 13, Svg.Anchor.END);
      svg.bar(
          Math.min(MIDDLE, end),
          y,
          Math.max(1, Math.abs(end - MIDDLE)),
          ROW - 5,
          margin >= 1 ? "#009e73" : "#d55e00");
      y += ROW;
    }
    return svg.toString();
  }

  private static String tick(double value) {
    return value < 1 ? "1/" + Math.round(1 / value) : Quantity.digits(value) + "×";
  }
}
