package io.sysv4j.conformance.fuzz;

/**
 * How a run of a program ended.
 *
 * @param steps how many steps were done on both sides; steps that had nothing to act on don't count
 * @param difference what both sides did not agree on, null if they agreed
 * @param trace what happened
 */
record Outcome(int steps, String difference, Trace trace) {
  boolean agreed() {
    return difference == null;
  }
}
