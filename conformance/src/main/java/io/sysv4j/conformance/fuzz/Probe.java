package io.sysv4j.conformance.fuzz;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import java.util.BitSet;

/**
 * Reads, from the referee's own handles, everything that can be read of a program's sets and
 * segments, and compares it.
 */
final class Probe {
  private final IpcNamespace[] namespaces;
  private final Caller[] callers;
  private final Names names;
  private final Judge judge;
  private final SemopPlanner planner = new SemopPlanner();
  private final BitSet sets = new BitSet();
  private final BitSet segments = new BitSet();
  private final int[] nsems;
  private final long[][] values;

  /**
   * Makes a probe.
   *
   * @param most how many sets a program can have
   */
  Probe(IpcNamespace[] namespaces, Caller[] callers, Names names, Judge judge, int most) {
    this.namespaces = namespaces;
    this.callers = callers;
    this.names = names;
    this.judge = judge;
    this.nsems = new int[most];
    this.values = new long[most][];
  }

  /** Takes notice of what a call has made or removed on both sides. */
  void learn(Call call) {
    switch (call.kind()) {
      case SEMGET:
        for (int set = sets.length(); set < names.sets(); set++) {
          sets.set(set);
          nsems[set] = call.number(1);
        }
        break;
      case SEM_IPC_RMID:
        sets.clear(call.number(0));
        break;
      case SHMGET:
        segments.set(0, names.segments());
        break;
      default:
    }
  }

  /** How many calls sleep on a side. */
  int asleep(Side side) {
    int asleep = 0;
    for (int set = sets.nextSetBit(0); set >= 0; set = sets.nextSetBit(set + 1)) {
      asleep += asleep(namespaces[side.ordinal()], names.semid(side, set), nsems[set]);
    }
    return asleep;
  }

  /** None on a set that a call, now under way, has removed. */
  private static int asleep(IpcNamespace namespace, int semid, int nsems) {
    int asleep = 0;
    try {
      for (int i = 0; i < nsems; i++) {
        asleep += namespace.getNcnt(semid, i) + namespace.getZcnt(semid, i);
      }
    } catch (IpcException e) {
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.EIDRM) {
        throw e;
      }
      return 0;
    }
    return asleep;
  }

  /** What is different, null if nothing is. */
  String difference() {
    for (int set = sets.nextSetBit(0); set >= 0; set = sets.nextSetBit(set + 1)) {
      String difference = difference(set);
      if (difference != null) {
        return difference;
      }
    }
    for (int i = segments.nextSetBit(0); i >= 0; i = segments.nextSetBit(i + 1)) {
      String difference = difference(new Call(Kind.SHM_IPC_STAT, i));
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private String difference(int set) {
    String difference = difference(new Call(Kind.GETALL, set));
    for (int i = 0; i < nsems[set] && difference == null; i++) {
      difference = difference(new Call(Kind.GETNCNT, set, i));
      difference = difference != null ? difference : difference(new Call(Kind.GETZCNT, set, i));
      difference = difference != null ? difference : difference(new Call(Kind.GETPID, set, i));
    }
    return difference != null ? difference : difference(new Call(Kind.SEM_IPC_STAT, set));
  }

  private String difference(Call call) {
    Answer left = callers[0].call(names.on(Side.LEFT, call));
    Answer right = callers[1].call(names.on(Side.RIGHT, call));
    if (call.kind() == Kind.GETALL) {
      values[call.number(0)] = right.values();
    }
    if (judge.agree(call, left, right)) {
      return null;
    }
    return call
        + ": left "
        + names.named(Side.LEFT, call, left)
        + ", right "
        + names.named(Side.RIGHT, call, right);
  }

  /**
   * Whether the judge, asked last, had values with which this array would sleep. So a call that
   * won't needs no thread of its own; if one side lets it sleep all the same, it never answers.
   */
  boolean wouldSleep(Call semop) {
    int set = semop.number(0);
    if (semop.arg(0) < 0 || semop.arg(0) >= names.sets() || !sets.get(set) || values[set] == null) {
      return true;
    }
    long[] known = values[set];
    for (int i = 2; i < semop.size(); i++) {
      if (Packed.semNum(semop.arg(i)) >= known.length) {
        return false;
      }
    }
    SemopPlanner.Values now =
        new SemopPlanner.Values() {
          @Override
          public int semval(int semNum) {
            return (int) known[semNum];
          }

          @Override
          public int semadj(int semNum) {
            return 0;
          }
        };
    return planner.plan(now, semop.rest(2), semop.size() - 2) == SemopPlanner.SLEEP;
  }

  /** The sets that exist. */
  BitSet sets() {
    return (BitSet) sets.clone();
  }

  /** Removes all objects of the program from both sides, whatever state they are in. */
  void sweep() {
    for (Side side : Side.BOTH) {
      for (int i = 0; i < names.sets(); i++) {
        callers[side.ordinal()].call(new Call(Kind.SEM_IPC_RMID, names.semid(side, i)));
      }
      for (int i = 0; i < names.segments(); i++) {
        callers[side.ordinal()].call(new Call(Kind.SHM_IPC_RMID, names.shmid(side, i)));
      }
    }
    sets.clear();
    segments.clear();
  }
}
