package io.sysv4j.conformance.planted.tools;

/** Keeps to all walls. */
public class PlantedTool {}
