package io.sysv4j.conformance.harness;

/** A peer ended before it answered. The message has its exit status and what it wrote to stderr. */
public final class PeerDiedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerDiedException(String message) {
    super(message);
  }
}
