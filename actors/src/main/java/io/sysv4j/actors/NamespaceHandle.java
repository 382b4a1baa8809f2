package io.sysv4j.actors;

import io.sysv4j.IpcNamespace;
import java.util.function.Supplier;

/**
 * The namespace of one actor: lent to it, or opened for it and then closed with it. It is opened on
 * the blocking dispatcher; an opening that ends after the close leaves nothing open.
 */
final class NamespaceHandle {
  private final Supplier<IpcNamespace> opener;
  private final boolean owned;
  private IpcNamespace namespace;
  private boolean closed;

  private NamespaceHandle(Supplier<IpcNamespace> opener, boolean owned) {
    this.opener = opener;
    this.owned = owned;
  }

  static Supplier<NamespaceHandle> lent(IpcNamespace namespace) {
    return () -> new NamespaceHandle(() -> namespace, false);
  }

  static Supplier<NamespaceHandle> toOpen(String uri) {
    return () -> new NamespaceHandle(() -> IpcNamespace.open(uri), true);
  }

  IpcNamespace open() {
    IpcNamespace opened = opener.get();
    synchronized (this) {
      namespace = opened;
      if (closed) {
        closeOwned();
      }
    }
    return opened;
  }

  synchronized void close() {
    closed = true;
    closeOwned();
  }

  private void closeOwned() {
    if (owned && namespace != null) {
      namespace.close();
    }
  }
}
