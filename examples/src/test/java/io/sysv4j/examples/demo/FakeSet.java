package io.sysv4j.examples.demo;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * A semaphore set in the memory of one thread, with the undo of many imagined processes. It runs a
 * step before and after everything that others could see, so that a process can die there.
 */
final class FakeSet {
  /** A semop would sleep: the scheduler must come back later. */
  static final class WouldSleep extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final int[] values;
  private final Runnable step;
  private final Map<Integer, int[]> adjustments = new HashMap<>();

  FakeSet(int nsems, Runnable step) {
    this.values = new int[nsems];
    this.step = step;
  }

  int value(int sem) {
    return values[sem];
  }

  /** What a process owes a semaphore. */
  int semadj(int process, int sem) {
    return adjustmentsOf(process)[sem];
  }

  /** What the exit of a process does. */
  void exit(int process) {
    int[] owed = adjustmentsOf(process);
    for (int sem = 0; sem < values.length; sem++) {
      values[sem] = Math.max(0, values[sem] + owed[sem]);
    }
    adjustments.remove(process);
  }

  private int[] adjustmentsOf(int process) {
    return adjustments.computeIfAbsent(process, p -> new int[values.length]);
  }

  /** The set as a process calls it: what the demo's buffer uses, and no more. */
  IpcNamespace as(int process) {
    return (IpcNamespace)
        Proxy.newProxyInstance(
            FakeSet.class.getClassLoader(),
            new Class<?>[] {IpcNamespace.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "trySemop" -> trySemop(process, (Sembuf[]) args[1]);
                  case "semop" -> throw new WouldSleep();
                  case "getVal" -> getAll()[(int) args[1]];
                  case "getAll" -> getAll();
                  case "setAll" -> setAll((int[]) args[1]);
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private int[] getAll() {
    step.run();
    return values.clone();
  }

  private Object setAll(int[] all) {
    System.arraycopy(all, 0, values, 0, values.length);
    return null;
  }

  private Errno trySemop(int process, Sembuf[] sops) {
    step.run();
    int[] after = values.clone();
    int[] owed = adjustmentsOf(process).clone();
    for (Sembuf sop : sops) {
      int sem = sop.semNum();
      if (after[sem] + sop.semOp() < 0 || sop.semOp() == 0 && after[sem] != 0) {
        return Errno.EAGAIN;
      }
      after[sem] += sop.semOp();
      if ((sop.semFlg() & Ipc.SEM_UNDO) != 0) {
        owed[sem] -= sop.semOp();
      }
    }
    System.arraycopy(after, 0, values, 0, values.length);
    adjustments.put(process, owed);
    step.run();
    return Errno.SUCCESS;
  }
}
