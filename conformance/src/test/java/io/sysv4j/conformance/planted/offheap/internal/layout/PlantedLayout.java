package io.sysv4j.conformance.planted.offheap.internal.layout;

/** The ground floor. */
public class PlantedLayout {}
