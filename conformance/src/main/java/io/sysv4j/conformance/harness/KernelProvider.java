package io.sysv4j.conformance.harness;

import io.sysv4j.IpcLimits;
import io.sysv4j.IpcNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The kernel's namespaces. A fresh one is an IPC namespace that a peer is born into; the limits are
 * its sysctls. So its referee's calls are made by that peer.
 */
final class KernelProvider implements Provider {
  private static final String URI = "kernel:/";

  @Override
  public Stage open() {
    return new Stage(URI, IpcNamespace.open(URI), List.of(), () -> {});
  }

  @Override
  public Stage openFresh(Map<String, String> limits) {
    List<String> unshare = List.of("unshare", "-i", "--");
    Privilege.require("IPC namespaces of its own", unshare);
    List<String> prefix = new ArrayList<>(unshare);
    prefix.addAll(List.of("sh", "-c", sysctls(limits) + "exec \"$@\"", "sh"));
    PeerJvm first = PeerJvm.start(URI, Login.SAME, prefix);
    first.awaitReady();
    List<String> enter = List.of("nsenter", "-i", "-t", String.valueOf(first.pid()), "--");
    return new Stage(URI, first.namespace(), enter, first::close);
  }

  private static String sysctls(Map<String, String> changes) {
    IpcLimits limits = IpcLimits.LINUX;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      limits = limits.with(change.getKey(), change.getValue());
    }
    int[] sem = {limits.semmsl(), limits.semmns(), limits.semopm(), limits.semmni()};
    return sysctl("sem", sem[0] + " " + sem[1] + " " + sem[2] + " " + sem[3])
        + sysctl("shmmax", Long.toUnsignedString(limits.shmmax()))
        + sysctl("shmall", Long.toUnsignedString(limits.shmall()))
        + sysctl("shmmni", String.valueOf(limits.shmmni()));
  }

  private static String sysctl(String name, String value) {
    return "echo '" + value + "' > /proc/sys/kernel/" + name + " || exit 1; ";
  }

  @Override
  public String toString() {
    return "kernel";
  }
}
