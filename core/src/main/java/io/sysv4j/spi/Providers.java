package io.sysv4j.spi;

import io.sysv4j.IpcNamespace;
import java.net.URI;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds the provider of a URI among those on the class path. */
public final class Providers {
  private Providers() {}

  /** A URI from text; a bare {@code scheme:} becomes {@code scheme:/}. */
  public static URI parse(String uri) {
    return URI.create(uri.endsWith(":") ? uri + "/" : uri);
  }

  /**
   * Opens the namespace of a URI.
   *
   * @throws IllegalArgumentException if no provider has its scheme
   */
  public static IpcNamespace open(URI uri) {
    TreeSet<String> known = new TreeSet<>();
    for (IpcNamespaceProvider provider :
        ServiceLoader.load(IpcNamespaceProvider.class, Providers.class.getClassLoader())) {
      if (provider.scheme().equalsIgnoreCase(uri.getScheme())) {
        return provider.open(uri);
      }
      known.add(provider.scheme() + ":");
    }
    throw new IllegalArgumentException(
        "no provider for '"
            + uri
            + "': on the class path are "
            + known
            + "; offheap: is in sysv4j-offheap, kernel: in sysv4j-kernel");
  }
}
