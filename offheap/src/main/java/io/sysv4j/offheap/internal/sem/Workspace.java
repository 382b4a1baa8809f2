package io.sysv4j.offheap.internal.sem;

import io.sysv4j.law.SemopPlanner;

/** Room for planning arrays of some length. Made outside the gate, used inside. */
final class Workspace {
  final SemopPlanner planner = new SemopPlanner();

  /** The words that a plan rests on. */
  final long[] words;

  /** The operations of an altering sleeper. */
  final long[] altering;

  /** The operations of a sleeper that waits for zero. */
  final long[] constant;

  Workspace(int nsops) {
    planner.reserve(nsops);
    words = new long[nsops];
    altering = new long[nsops];
    constant = new long[nsops];
  }

  /** Whether arrays of this length fit. */
  boolean fits(int nsops) {
    return nsops <= words.length;
  }
}
