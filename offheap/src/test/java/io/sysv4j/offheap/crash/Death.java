package io.sysv4j.offheap.crash;

/** Thrown in the place of a {@code kill -9}: from here on the participant does nothing more. */
final class Death extends Error {
  private static final long serialVersionUID = 1L;

  Death(boolean withTrace) {
    super("killed", null, false, withTrace);
  }
}
