package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import java.util.Arrays;

/**
 * Looks at the set that a dead worker played alone with: the very first look must find one of two
 * states, each with the worker's adjustments applied and cut off at the ends of the range.
 */
final class SoloAudit {
  private final Engine engine;

  SoloAudit(Engine engine) {
    this.engine = engine;
  }

  /** Looks, and removes the set. */
  void audit(WorkerJvm dead) {
    Slot slot = dead.ledger().slot(Ledger.SOLO);
    int[] done = afterDeath(slot.done());
    int[] maybe = afterDeath(slot.maybe());
    int[] found = find(Board.SOLO_KEY + dead.number());
    if (!Arrays.equals(found, done) && !Arrays.equals(found, maybe)) {
      throw new Violation(
          dead
              + " left its own set as "
              + Arrays.toString(found)
              + ", must be "
              + Arrays.toString(done)
              + " or "
              + Arrays.toString(maybe)
              + "; it had done "
              + Arrays.toString(slot.done())
              + " or "
              + Arrays.toString(slot.maybe()));
    }
  }

  /** The values when the adjustments have been applied; null if there is no set. */
  private static int[] afterDeath(long[] vector) {
    if (vector[SoloPlay.EXISTS] == 0) {
      return null;
    }
    int[] vals = new int[Board.SOLO_SEMS];
    for (int sem = 0; sem < vals.length; sem++) {
      long sum = vector[SoloPlay.VALUES + sem] + vector[SoloPlay.ADJUSTMENTS + sem];
      vals[sem] = (int) Math.max(0, Math.min(Ipc.SEMVMX, sum));
    }
    return vals;
  }

  private int[] find(int key) {
    try {
      int semid = engine.semctl().semget(key, 0, 0);
      int[] vals = engine.semctl().getAll(semid);
      engine.semctl().remove(semid);
      return vals;
    } catch (IpcException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      return null;
    }
  }
}
