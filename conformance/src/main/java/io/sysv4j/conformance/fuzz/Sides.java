package io.sysv4j.conformance.fuzz;

/**
 * The URIs of the two namespaces.
 *
 * @param left the one that is judged, usually {@code offheap:DIR}
 * @param right the judge, usually {@code kernel:}
 */
record Sides(String left, String right) {
  String uri(Side side) {
    return side == Side.LEFT ? left : right;
  }
}
