package io.sysv4j.offheap.internal.engine;

/** The backing files were removed behind our back (a log-out, or {@code rm}): EIDRM. */
final class LostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostException(String reason) {
    super(reason);
  }
}
