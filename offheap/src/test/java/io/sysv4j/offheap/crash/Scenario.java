package io.sysv4j.offheap.crash;

import java.util.Arrays;
import java.util.List;

/**
 * A set, what happens to it, and the step that M dies over.
 *
 * @param initial the values
 * @param before what happens before
 * @param deadly what M does then
 */
record Scenario(int[] initial, List<Step> before, Step deadly) {
  static Scenario of(int[] initial, String before, String deadly) {
    return new Scenario(initial, Step.parseAll(before), Step.parse(deadly));
  }

  int nsems() {
    return initial.length;
  }

  /** Whether anyone dies before M does. */
  boolean hasDeaths() {
    return before.stream().anyMatch(step -> step.verb().equals("dies"));
  }

  @Override
  public String toString() {
    return Arrays.toString(initial)
        + " "
        + String.join("; ", before.stream().map(Step::toString).toList())
        + " ⇒ "
        + deadly;
  }
}
