package io.sysv4j.tools;

import io.sysv4j.IpcNamespace;
import picocli.CommandLine.Option;

/** What every command understands: the namespace that it works on, and {@code --help}. */
final class CommonOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "<uri>",
      defaultValue = "${env:SYSV4J_NAMESPACE:-offheap:}",
      description =
          "The namespace, such as offheap:/dev/shm/shop or kernel:/. By default that of"
              + " $$SYSV4J_NAMESPACE, else this user's own, offheap:.")
  private String uri;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  IpcNamespace open() {
    return IpcNamespace.open(uri);
  }
}
