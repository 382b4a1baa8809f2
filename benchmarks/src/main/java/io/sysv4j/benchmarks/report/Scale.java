package io.sysv4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** How a range of numbers lies along an axis. */
final class Scale {
  private final DoubleUnaryOperator shape;
  private final double low;
  private final double high;
  private final double from;
  private final double to;

  private Scale(DoubleUnaryOperator shape, double low, double high, double from, double to) {
    this.shape = shape;
    this.low = shape.applyAsDouble(low);
    this.high = shape.applyAsDouble(high);
    this.from = from;
    this.to = to;
  }

  static Scale linear(double low, double high, double from, double to) {
    return new Scale(DoubleUnaryOperator.identity(), low, high, from, to);
  }

  static Scale logarithmic(double low, double high, double from, double to) {
    return new Scale(Math::log10, low, high, from, to);
  }

  /** Where a number lies; those outside lie at the end. */
  double at(double value) {
    double part = (shape.applyAsDouble(value) - low) / (high - low);
    return from + Math.max(0, Math.min(1, part)) * (to - from);
  }

  /** The powers of ten that enclose two numbers. */
  static List<Double> decades(double low, double high) {
    List<Double> decades = new ArrayList<>();
    int last = (int) Math.ceil(Math.log10(high) - 1e-9);
    for (int i = (int) Math.floor(Math.log10(low) + 1e-9); i <= last; i++) {
      decades.add(Math.pow(10, i));
    }
    return decades;
  }
}
