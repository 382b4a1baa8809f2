package io.sysv4j.conformance.planted.kernel;

/** Breaks, with the second: one class a module uses JNA. */
class BreachOfJnaFirst {
  com.sun.jna.Pointer pointer;
}
