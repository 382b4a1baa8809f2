package io.sysv4j.benchmarks.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as one page, with its style and charts in it: it opens without a network. */
final class Html {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; color: #1a1a1a;
        background: #fff; max-width: 1280px; margin: 2rem auto; padding: 0 1rem; }
      h1 { margin-bottom: .2rem; }
      h2 { margin-top: 2.5rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; color: #444; }
      dt { font-weight: 600; }
      dd { margin: 0; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; padding: .3rem .7rem; border-bottom: 1px solid #ddd;
        vertical-align: top; }
      th { border-bottom: 2px solid #888; }
      tbody tr:nth-child(even) { background: #f7f7f7; }
      td:not(:first-child) { white-space: nowrap; }
      td:first-child { min-width: 16rem; }
      td.yes { color: #00694d; font-weight: 600; }
      td.no { color: #a33b00; font-weight: 600; }
      svg { max-width: 100%; height: auto; margin: .6rem 0; border: 1px solid #eee; }
      """;

  private Html() {}

  static String of(String summary, Machine machine, List<Table> tables, Collection<String> charts) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>sysv4j bench</title>
        <style>
        %s</style>
        </head>
        <body>
        <h1>sysv4j bench</h1>
        <p>%s</p>
        <dl>%s</dl>
        %s
        <h2>Charts</h2>
        %s
        </body>
        </html>
        """
        .formatted(
            STYLE,
            Markup.escape(summary),
            machine.facts().entrySet().stream().map(Html::fact).collect(Collectors.joining()),
            tables.stream().map(Table::html).collect(Collectors.joining()),
            String.join("", charts));
  }

  private static String fact(Map.Entry<String, String> fact) {
    return "<dt>" + fact.getKey() + "</dt><dd>" + Markup.escape(fact.getValue()) + "</dd>";
  }
}
