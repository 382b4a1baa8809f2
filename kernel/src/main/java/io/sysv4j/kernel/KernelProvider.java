package io.sysv4j.kernel;

import io.sysv4j.IpcNamespace;
import io.sysv4j.kernel.internal.KernelNamespace;
import io.sysv4j.spi.IpcNamespaceProvider;
import java.net.URI;

/** Opens {@code kernel:}, the System V IPC of the IPC namespace that this process lives in. */
public final class KernelProvider implements IpcNamespaceProvider {
  /** For {@link java.util.ServiceLoader}. */
  public KernelProvider() {}

  @Override
  public String scheme() {
    return "kernel";
  }

  /**
   * Opens the kernel's namespace; every open in a JVM gives another handle on the same one.
   *
   * @throws UnsupportedOperationException if this is not Linux on x86-64 or aarch64
   * @throws IllegalArgumentException if the URI names more than {@code kernel:/}
   * @throws io.sysv4j.IpcException ENOSYS if the kernel has no System V IPC
   */
  @Override
  public IpcNamespace open(URI uri) {
    if (!"/".equals(uri.getPath()) || uri.getRawQuery() != null || uri.getAuthority() != null) {
      throw new IllegalArgumentException(
          "'" + uri + "': a process sees one kernel namespace, and its name is kernel:/");
    }
    return KernelNamespace.open();
  }
}
