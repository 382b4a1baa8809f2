package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.io.IOException;

/**
 * A JVM that holds the only unit of a semaphore with SEM_UNDO and goes through the set's gate all
 * the time: who counts it as dead gives that unit to others, or robs it inside the gate.
 */
final class NeighbourMain {
  private NeighbourMain() {}

  /**
   * Holds, until a line comes in.
   *
   * @param args URI and set
   */
  public static void main(String[] args) throws IOException {
    try (IpcNamespace namespace = IpcNamespace.open(args[0])) {
      int set = Integer.parseInt(args[1]);
      namespace.semop(set, LateCallsTest.HELD, -1, Ipc.SEM_UNDO);
      System.out.println("holding");
      Sembuf[] there = {undo(LateCallsTest.FIRST, -1), undo(LateCallsTest.SECOND, 1)};
      Sembuf[] back = {undo(LateCallsTest.FIRST, 1), undo(LateCallsTest.SECOND, -1)};
      while (System.in.available() == 0) {
        require(namespace.trySemop(set, there));
        require(namespace.trySemop(set, back));
      }
      System.out.println("held " + namespace.getVal(set, LateCallsTest.HELD));
    }
  }

  private static Sembuf undo(int semNum, int op) {
    return new Sembuf(semNum, op, Ipc.SEM_UNDO);
  }

  private static void require(Errno answer) {
    if (answer != Errno.SUCCESS) {
      throw new IllegalStateException("an operation that is always possible: " + answer);
    }
  }
}
