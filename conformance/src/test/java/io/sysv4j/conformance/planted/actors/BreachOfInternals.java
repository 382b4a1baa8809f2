package io.sysv4j.conformance.planted.actors;

import io.sysv4j.conformance.planted.offheap.internal.layout.PlantedLayout;

/** Breaks: internals are used by no other module, and with it: no module but core. */
class BreachOfInternals {
  PlantedLayout[] layouts;
}
