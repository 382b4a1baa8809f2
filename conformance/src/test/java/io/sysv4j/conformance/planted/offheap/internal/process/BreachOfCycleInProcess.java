package io.sysv4j.conformance.planted.offheap.internal.process;

import io.sysv4j.conformance.planted.offheap.internal.memory.BreachOfCycleInMemory;

/** Breaks, with its peer: the rooms form no cycle. */
public class BreachOfCycleInProcess {
  BreachOfCycleInMemory peer;
}
