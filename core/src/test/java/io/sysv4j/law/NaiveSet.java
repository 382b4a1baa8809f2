package io.sysv4j.law;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A semaphore set that is obviously right: two maps, and the rules read one after the other. It is
 * what {@link SemopPlanner} is compared with, and the set that plans are made on.
 */
final class NaiveSet implements SemopPlanner.Values {
  /** What became of an array; {@code op} is the deciding operation's index, -1 if it was done. */
  record Answer(String what, int op) {}

  final Map<Integer, Integer> semvals = new TreeMap<>();
  final Map<Integer, Integer> semadjs = new TreeMap<>();

  NaiveSet(List<Integer> values, List<Integer> adjustments) {
    for (int i = 0; i < values.size(); i++) {
      semvals.put(i, values.get(i));
      semadjs.put(i, adjustments.get(i));
    }
  }

  private NaiveSet(NaiveSet other) {
    semvals.putAll(other.semvals);
    semadjs.putAll(other.semadjs);
  }

  NaiveSet copy() {
    return new NaiveSet(this);
  }

  @Override
  public int semval(int semNum) {
    return semvals.get(semNum);
  }

  @Override
  public int semadj(int semNum) {
    return semadjs.get(semNum);
  }

  /** Does all operations, or none. */
  Answer semop(List<Sembuf> sops) {
    NaiveSet trial = copy();
    for (int k = 0; k < sops.size(); k++) {
      String refusal = trial.step(sops.get(k));
      if (refusal != null) {
        return new Answer(refusal, k);
      }
    }
    semvals.putAll(trial.semvals);
    semadjs.putAll(trial.semadjs);
    return new Answer("done", -1);
  }

  /** Does one operation; answers null, or why it can't be done. */
  private String step(Sembuf sop) {
    int value = semvals.get(sop.semNum());
    boolean blocks = sop.semOp() == 0 ? value != 0 : value + sop.semOp() < 0;
    if (blocks) {
      return (sop.semFlg() & Ipc.IPC_NOWAIT) != 0 ? "EAGAIN" : "sleep";
    }
    if (value + sop.semOp() > 32767) {
      return "ERANGE";
    }
    if ((sop.semFlg() & Ipc.SEM_UNDO) != 0) {
      int adjustment = semadjs.get(sop.semNum()) - sop.semOp();
      if (adjustment < -32768 || adjustment > 32767) {
        return "ERANGE";
      }
      semadjs.put(sop.semNum(), adjustment);
    }
    semvals.put(sop.semNum(), value + sop.semOp());
    return null;
  }

  /** Asks the planner, carries its plan out on this set, and says it in the model's words. */
  Answer semop(SemopPlanner planner, List<Sembuf> sops) {
    long[] packed = sops.stream().mapToLong(Packed::pack).toArray();
    int outcome = planner.plan(this, packed, packed.length);
    if (outcome == SemopPlanner.APPLY) {
      for (int i = 0; i < planner.touched(); i++) {
        semvals.put(planner.semNum(i), planner.semval(i));
        if (planner.hasUndo(i)) {
          semadjs.put(planner.semNum(i), planner.semadj(i));
        }
      }
      return new Answer("done", -1);
    }
    if (outcome == SemopPlanner.SLEEP) {
      return new Answer("sleep", planner.blockingOp());
    }
    Errno errno = Errno.of(-outcome);
    return new Answer(errno.name(), errno == Errno.EAGAIN ? planner.blockingOp() : -1);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof NaiveSet other
        && semvals.equals(other.semvals)
        && semadjs.equals(other.semadjs);
  }

  @Override
  public int hashCode() {
    return semvals.hashCode() * 31 + semadjs.hashCode();
  }

  @Override
  public String toString() {
    return "values " + semvals + ", adjustments " + semadjs;
  }
}
