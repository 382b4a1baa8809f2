package io.sysv4j.offheap.internal.memory;

/** The namespace is being closed, or has been: nothing is done in its name any more. */
public final class NamespaceClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Says so. */
  public NamespaceClosedException() {
    super("the namespace has been closed");
  }
}
