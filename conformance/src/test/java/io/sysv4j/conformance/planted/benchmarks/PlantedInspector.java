package io.sysv4j.conformance.planted.benchmarks;

import io.sysv4j.conformance.planted.offheap.internal.layout.PlantedLayout;

/** Keeps to the walls: benchmarks may look into internals. */
class PlantedInspector {
  PlantedLayout layout;
}
