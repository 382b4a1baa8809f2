package io.sysv4j.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text.
 *
 * @param rows each as long as the header
 */
record Table(String title, String note, List<String> header, List<List<String>> rows) {

  /** As Markdown, in columns. */
  String markdown() {
    int[] widths =
        IntStream.range(0, header.size())
            .map(i -> Math.max(3, Math.max(width(header, i), widest(i))))
            .toArray();
    String rule =
        IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(" | ", "| ", " |"));
    String body = rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    return "## "
        + title
        + "\n\n"
        + note
        + "\n\n"
        + line(header, widths)
        + "\n"
        + rule
        + "\n"
        + body
        + "\n";
  }

  private int widest(int column) {
    return rows.stream().mapToInt(row -> width(row, column)).max().orElse(0);
  }

  private static int width(List<String> row, int column) {
    return row.get(column).length();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - width(row, i)))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** As HTML. */
  String html() {
    return "<h2>"
        + Markup.escape(title)
        + "</h2>\n<p>"
        + Markup.escape(note)
        + "</p>\n<div class=\"wide\"><table>\n<thead>"
        + row("th", header)
        + "</thead>\n<tbody>\n"
        + rows.stream().map(row -> row("td", row)).collect(Collectors.joining("\n"))
        + "\n</tbody></table></div>\n";
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + kind(cell) + ">" + Markup.escape(cell) + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String kind(String cell) {
    return cell.equals("yes") || cell.equals("no") ? " class=\"" + cell + "\"" : "";
  }
}
