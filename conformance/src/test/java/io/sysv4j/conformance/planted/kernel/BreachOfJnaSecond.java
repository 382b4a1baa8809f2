package io.sysv4j.conformance.planted.kernel;

/** Breaks, with the first: one class a module uses JNA. */
class BreachOfJnaSecond {
  static class Nested {
    com.sun.jna.Pointer[] pointers;
  }
}
