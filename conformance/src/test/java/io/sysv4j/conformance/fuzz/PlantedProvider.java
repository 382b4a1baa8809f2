package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcNamespace;
import io.sysv4j.spi.IpcNamespaceProvider;
import java.net.URI;

/** Opens {@code planted:/NAME}: the kernel's namespace, with a bug of that name. */
public final class PlantedProvider implements IpcNamespaceProvider {
  @Override
  public String scheme() {
    return "planted";
  }

  @Override
  public IpcNamespace open(URI uri) {
    return PlantedBug.valueOf(uri.getPath().substring(1)).plantIn(IpcNamespace.open("kernel:"));
  }
}
