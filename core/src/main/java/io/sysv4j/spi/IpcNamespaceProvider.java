package io.sysv4j.spi;

import io.sysv4j.IpcNamespace;
import java.net.URI;

/** Opens the namespaces of one URI scheme. Found by {@link java.util.ServiceLoader}. */
public interface IpcNamespaceProvider {
  /** The scheme, in lower case, without its colon. */
  String scheme();

  /**
   * Opens a namespace.
   *
   * @param uri a URI of this scheme; a bare {@code scheme:} arrives as {@code scheme:/}
   * @throws io.sysv4j.IpcException if it can't be opened
   */
  IpcNamespace open(URI uri);
}
