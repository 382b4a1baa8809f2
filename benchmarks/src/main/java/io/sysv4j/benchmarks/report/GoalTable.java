package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.results.Goal;
import io.sysv4j.benchmarks.results.Goals;
import io.sysv4j.benchmarks.results.Key;
import io.sysv4j.benchmarks.results.Results;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The table of goals: ours, the peer's, what was to be reached, and whether it was. */
final class GoalTable {
  private final Results results;

  private GoalTable(Results results) {
    this.results = results;
  }

  static Table of(Results results) {
    GoalTable table = new GoalTable(results);
    return new Table(
        "Goals",
        "Each ratio is taken within a round; numbers and ratios are medians of the rounds.",
        List.of("work", "offheap", "peer", "peer's", "ratio", "goal", "met?"),
        Goals.all().stream()
            .filter(goal -> results.covers(goal.ours().work()))
            .map(table::row)
            .collect(Collectors.toList()));
  }

  private List<String> row(Goal goal) {
    return List.of(
        goal.text(),
        number(goal.ours()),
        goal.peer() == null ? "" : goal.peer().subject().toString(),
        goal.peer() == null ? "" : number(goal.peer()),
        ratio(goal),
        goal.wanted(),
        met(goal.verdict(results)));
  }

  private String number(Key key) {
    OptionalDouble median = results.median(key);
    return median.isPresent()
        ? Quantity.of(median.getAsDouble(), key.metric())
        : results.note(key.work(), key.subject()).orElse("not measured");
  }

  private String ratio(Goal goal) {
    OptionalDouble reached = goal.reached(results);
    return goal.peer() == null || reached.isEmpty()
        ? ""
        : Quantity.digits(reached.getAsDouble()) + "×";
  }

  private static String met(Goal.Verdict verdict) {
    switch (verdict) {
      case MET:
        return "yes";
      case MISSED:
        return "no";
      default:
        return "–";
    }
  }
}
