package io.sysv4j.conformance.planted.offheap.internal.sync;

/** The middle floor. */
public class PlantedSync {}
