package io.sysv4j.conformance.planted.kernel;

/** Breaks: only memory uses Chronicle. */
class BreachOfMemory {
  net.openhft.chronicle.core.Memory memory;
}
