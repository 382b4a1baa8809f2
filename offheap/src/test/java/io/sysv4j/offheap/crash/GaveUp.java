package io.sysv4j.offheap.crash;

/** Someone could not do what it should within a time that is more than enough. */
final class GaveUp extends Error {
  private static final long serialVersionUID = 1L;

  GaveUp(String message) {
    super(message);
  }
}
