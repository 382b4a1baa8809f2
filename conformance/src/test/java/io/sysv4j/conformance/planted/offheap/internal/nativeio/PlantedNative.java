package io.sysv4j.conformance.planted.offheap.internal.nativeio;

/** Keeps to the walls: one top-level class with its nested ones may use JNA. */
class PlantedNative {
  com.sun.jna.Pointer pointer;

  static class Nested {
    com.sun.jna.Pointer pointer;
  }
}
