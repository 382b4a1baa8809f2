package io.sysv4j.conformance.torture;

/** Something is so that must not be. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
