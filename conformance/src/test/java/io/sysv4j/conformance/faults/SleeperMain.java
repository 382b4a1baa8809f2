package io.sysv4j.conformance.faults;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;

/** A JVM that sleeps in a set and says how that ended. */
final class SleeperMain {
  private SleeperMain() {}

  /**
   * Sleeps.
   *
   * @param args URI and set
   */
  public static void main(String[] args) {
    try (IpcNamespace namespace = IpcNamespace.open(args[0])) {
      System.out.println("ready");
      namespace.semop(Integer.parseInt(args[1]), 0, -1, 0);
      System.out.println("granted");
    } catch (IpcException e) {
      System.out.println(e.errno());
    }
  }
}
