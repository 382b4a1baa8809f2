package io.sysv4j.examples.demo;

import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM that holds units until it is killed: {@code Holder NAMESPACE SEMID}. It says {@code ready},
 * waits for a byte on its standard input, takes the units, says {@code holding}, and never ends.
 */
public final class Holder {
  /** Two arrays, so that adjustments of one semaphore add up, and one of them grows. */
  static final Sembuf[][] TAKES = {
    {Sembuf.undo(0, -2), Sembuf.undo(1, -1), Sembuf.undo(2, +3)},
    {Sembuf.undo(1, +1), Sembuf.undo(1, -1), Sembuf.undo(0, -1), Sembuf.of(3, +1)}
  };

  private Holder() {}

  /** Holds on until SIGKILL; goes too when the test has gone. */
  public static void main(String[] args) throws IOException {
    IpcNamespace ns = IpcNamespace.open(args[0]);
    int semid = Integer.parseInt(args[1]);
    System.out.println("ready");
    if (System.in.read() < 0) {
      return;
    }
    Lifeline.holdOn();
    for (Sembuf[] take : TAKES) {
      ns.semop(semid, take);
    }
    System.out.println("holding");
    while (true) {
      LockSupport.park(ns);
    }
  }
}
