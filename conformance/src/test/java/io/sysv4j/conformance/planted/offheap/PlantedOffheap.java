package io.sysv4j.conformance.planted.offheap;

import io.sysv4j.conformance.planted.PlantedContract;
import io.sysv4j.conformance.planted.offheap.internal.sem.PlantedSem;

/** Keeps to the walls: uses core and its own module's internals. */
class PlantedOffheap extends PlantedContract {
  PlantedSem sem;
}
