package io.sysv4j.benchmarks.report;

import java.util.Locale;

/** A drawing, put together element by element. */
final class Svg {
  private static final String FONT = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";

  /** Where a text stands relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final StringBuilder elements = new StringBuilder();
  private final double width;
  private final double height;

  Svg(double width, double height, String title) {
    this.width = width;
    this.height = height;
    add("<rect width=\"%.0f\" height=\"%.0f\" fill=\"#fff\"/>", width, height);
    elements.append(text(title, 16, 26, Anchor.START, 16, "#1a1a1a", true));
  }

  double width() {
    return width;
  }

  Svg line(double x1, double y1, double x2, double y2, String color) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, color);
  }

  Svg dashed(double x1, double y1, double x2, double y2, String color) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-dasharray=\"5 4\"/>",
        x1, y1, x2, y2, color);
  }

  Svg bar(double x, double y, double w, double h, String color) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" fill=\"%s\"/>",
        x, y, w, h, color);
  }

  Svg dot(double x, double y, String color) {
    return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, color);
  }

  /** A line through points: {@code x,y x,y …}. */
  Svg curve(String points, String color) {
    return add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
            + " stroke-linejoin=\"round\"/>",
        points, color);
  }

  Svg label(String text, double x, double y, Anchor anchor) {
    elements.append(text(text, x, y, anchor, 12, "#444", false));
    return this;
  }

  Svg heading(String text, double x, double y) {
    elements.append(text(text, x, y, Anchor.START, 13, "#1a1a1a", true));
    return this;
  }

  private Svg add(String format, Object... values) {
    elements.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  private static String text(
      String text, double x, double y, Anchor anchor, int size, String color, boolean bold) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\"%s>%s</text>%n",
        x,
        y,
        anchor.name().toLowerCase(Locale.ROOT),
        size,
        color,
        bold ? " font-weight=\"600\"" : "",
        Markup.escape(text));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
            + " height=\"%.0f\" font-family=\"%s\">%n%s</svg>%n",
        width,
        height,
        width,
        height,
        FONT,
        elements);
  }
}
