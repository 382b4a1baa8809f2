package io.sysv4j.conformance.faults;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;

/** A JVM that uses a namespace and ends: in good order, or as it likes. */
final class LeaverMain {
  private LeaverMain() {}

  /**
   * Leaves.
   *
   * @param args URI, set, segment, and how: {@code close}, {@code exit} or {@code halt}
   */
  public static void main(String[] args) {
    IpcNamespace namespace = IpcNamespace.open(args[0]);
    int set = Integer.parseInt(args[1]);
    namespace.semop(set, 0, 1, Ipc.SEM_UNDO);
    namespace.shmat(Integer.parseInt(args[2]), 0, 0);
    Sembuf[] take = {new Sembuf(0, -9, 0)};
    namespace.semtimedopAsync(set, take, null, Runnable::run);
    System.out.println("leaving");
    switch (args[3]) {
      case "close":
        namespace.close();
        break;
      case "halt":
        Runtime.getRuntime().halt(0);
        break;
      default:
        System.exit(0);
    }
  }
}
