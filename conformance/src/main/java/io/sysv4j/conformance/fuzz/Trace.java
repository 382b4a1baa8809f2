package io.sysv4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, to be read by people: who did what, and what both sides answered. */
final class Trace {
  private record Line(int step, String who, Object what, Object left, Object right) {}

  private final List<Line> lines = new ArrayList<>();

  /** Adds a line; objects are spelled only if somebody reads them. */
  void add(int step, String who, Object what, Object left, Object right) {
    lines.add(new Line(step, who, what, left, right));
  }

  /** All lines, or the last ones of a long run. */
  String text(int most) {
    StringBuilder out = new StringBuilder();
    int skipped = Math.max(0, lines.size() - most);
    if (skipped > 0) {
      out.append("  ... ").append(skipped).append(" lines before\n");
    }
    for (Line line : lines.subList(skipped, lines.size())) {
      append(out, line);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Line line) {
    String left = String.valueOf(line.left);
    String right = String.valueOf(line.right);
    out.append(String.format("  %4d  %-6s %s", line.step, line.who, line.what));
    if (left.isEmpty() && right.isEmpty()) {
      out.append('\n');
    } else if (left.equals(right)) {
      out.append(" = ").append(left).append('\n');
    } else {
      out.append('\n');
      out.append("               left:  ").append(left).append('\n');
      out.append("               right: ").append(right).append('\n');
    }
  }
}
