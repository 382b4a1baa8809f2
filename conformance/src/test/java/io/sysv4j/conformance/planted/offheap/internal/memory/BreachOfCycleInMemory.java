package io.sysv4j.conformance.planted.offheap.internal.memory;

import io.sysv4j.conformance.planted.offheap.internal.process.BreachOfCycleInProcess;

/** Breaks, with its peer: the rooms form no cycle. */
public class BreachOfCycleInMemory {
  BreachOfCycleInProcess peer;
}
