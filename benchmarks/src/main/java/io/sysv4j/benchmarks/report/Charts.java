package io.sysv4j.benchmarks.report;

import io.sysv4j.benchmarks.report.BarChart.Group;
import io.sysv4j.benchmarks.results.Metric;
import io.sysv4j.benchmarks.results.Results;
import io.sysv4j.benchmarks.results.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charts of a run, by file name; those without numbers are left out. */
final class Charts {
  private Charts() {}

  static Map<String, String> of(Results results) {
    Map<String, String> charts = new LinkedHashMap<>();
    charts.put("goals", GoalChart.of(results));
    charts.put("calls", calls(results));
    charts.put("handover", PercentileChart.of(Work.HANDOVER, results));
    charts.put("handover-one-cpu", PercentileChart.of(Work.HANDOVER_ONE_CPU, results));
    charts.put("handover-paced", PercentileChart.of(Work.HANDOVER_PACED, results));
    charts.put("processes", processes(results));
    charts.put("sets", GrowthChart.of(Work.SETS, "sets", results));
    charts.put("jvms", GrowthChart.of(Work.JVMS, "JVMs", results));
    charts.put("first-use", PercentileChart.of(Work.FIRST_USE, results));
    charts.put("recovery", PercentileChart.of(Work.RECOVERY, results));
    charts.values().removeIf(String::isEmpty);
    return charts;
  }

  private static String calls(Results results) {
    return BarChart.of(
        "Time per operation, one process (logarithmic; less is better)",
        Metric.NS_PER_OP,
        List.of(
            new Group(Work.PLAIN),
            new Group(Work.UNDO),
            new Group(Work.FOUR),
            new Group(Work.ZERO),
            new Group(Work.TRY),
            new Group(Work.SEMGET)),
        results);
  }

  private static String processes(Results results) {
    return BarChart.of(
        "Operations a second, several processes (logarithmic; more is better)",
        Metric.OPS_PER_S,
        List.of(
            new Group(Work.CONTEND, 2),
            new Group(Work.TWO_JVMS, 1),
            new Group(Work.TWO_JVMS, 2),
            new Group(Work.CROWD, 0)),
        results);
  }
}
