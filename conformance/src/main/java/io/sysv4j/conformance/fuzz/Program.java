package io.sysv4j.conformance.fuzz;

import java.util.ArrayList;
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

  /** The same with time passing after each third of it. */
  Program withTicks() {
    List<Step> slower = new ArrayList<>(steps);
    slower.add(steps.size() * 2 / 3, new Step(0, new Call(Kind.TICK)));
    slower.add(steps.size() / 3, new Step(0, new Call(Kind.TICK)));
    return with(slower);
  }

  /** A part of it, or something simpler. */
  Program with(List<Step> otherSteps) {
    return new Program(seed, otherSteps);
  }
}
