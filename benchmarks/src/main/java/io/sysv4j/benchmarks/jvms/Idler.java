package io.sysv4j.benchmarks.jvms;

import io.sysv4j.IpcNamespace;

/** Uses a set once, and stays: {@code Idler NAMESPACE SEMID}. */
public final class Idler {
  private Idler() {}

  public static void main(String[] args) throws InterruptedException {
    Parent parent = new Parent();
    int semid = Integer.parseInt(args[1]);
    try (IpcNamespace ipc = IpcNamespace.open(args[0])) {
      ipc.semop(semid, 0, 1, 0);
      ipc.semop(semid, 0, -1, 0);
      parent.tell("attached");
      parent.hear();
    }
  }
}
