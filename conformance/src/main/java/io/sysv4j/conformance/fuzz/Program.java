package io.sysv4j.conformance.fuzz;

import java.util.List;

/**
 * A random program.
 *
 * @param seed what it was generated from
 * @param steps what it does
 */
record Program(long seed, List<Step> steps) {
  /** Keeps its own copy of the steps. */
  Program {
    steps = List.copyOf(steps);
  }

  /** A part of it, or something simpler. */
  Program with(List<Step> otherSteps) {
    return new Program(seed, otherSteps);
  }
}
