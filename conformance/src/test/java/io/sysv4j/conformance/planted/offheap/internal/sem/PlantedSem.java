package io.sysv4j.conformance.planted.offheap.internal.sem;

import io.sysv4j.conformance.planted.offheap.internal.layout.PlantedLayout;

/** Keeps to the walls: calls downstairs. */
public class PlantedSem {
  PlantedLayout layout;
}
