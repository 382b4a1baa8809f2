package io.sysv4j.conformance.planted.offheap.internal.layout;

import io.sysv4j.conformance.planted.offheap.internal.sync.PlantedSync;

/** Breaks: a room uses only its own floor and those below. */
class BreachOfFloors {
  PlantedSync upstairs;
}
