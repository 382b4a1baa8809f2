package io.sysv4j.conformance.planted.actors;

import io.sysv4j.conformance.planted.tools.PlantedTool;

/** Breaks: actors use no module but core. */
class BreachOfArrows {
  PlantedTool tool;
}
