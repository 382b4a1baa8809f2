package io.sysv4j.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** What was checked, and what of it was not true. */
final class Verdict {
  /**
   * One thing that must be true.
   *
   * @param claim what must be true
   * @param isTrue whether it is
   * @param found what was found instead
   */
  record Check(String claim, boolean isTrue, String found) {}

  private final List<Check> checks = new ArrayList<>();

  void check(String claim, boolean isTrue, String found) {
    checks.add(new Check(claim, isTrue, found));
  }

  /** Checks that two values are equal. */
  void equal(String claim, Object expected, Object actual) {
    check(claim, expected.equals(actual), "expected " + expected + ", found " + actual);
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }

  boolean isGood() {
    return checks.stream().allMatch(Check::isTrue);
  }
}
