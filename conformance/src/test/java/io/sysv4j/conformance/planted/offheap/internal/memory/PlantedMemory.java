package io.sysv4j.conformance.planted.offheap.internal.memory;

/** Keeps to the walls: the one package that may use Chronicle. */
class PlantedMemory {
  net.openhft.chronicle.core.Memory memory;
}
