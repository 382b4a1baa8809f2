package io.sysv4j.offheap.crash;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernel would do with a set, written so that it can be believed at a glance: arrays, one
 * list of sleepers, and no regard for speed or death. Participants are letters.
 */
final class Model {
  static final int ASLEEP = 1;

  private record Sleeper(int number, char who, long[] sops) {
    boolean isConst() {
      return Arrays.stream(sops).allMatch(sop -> Packed.semOp(sop) == 0);
    }
  }

  private int[] val;
  private final Map<Character, int[]> adj = new TreeMap<>();
  private final List<Sleeper> asleep = new ArrayList<>();
  private final Map<Integer, Character> owners = new TreeMap<>();
  private final Map<Integer, Errno> answers = new TreeMap<>();
  private boolean removed;
  private int sleepers;

  Model(int... val) {
    this.val = val.clone();
  }

  Model copy() {
    Model copy = new Model(val);
    adj.forEach((who, row) -> copy.adj.put(who, row.clone()));
    copy.asleep.addAll(asleep);
    copy.owners.putAll(owners);
    copy.answers.putAll(answers);
    copy.removed = removed;
    copy.sleepers = sleepers;
    return copy;
  }

  /** An array of operations; the answer is 0, ASLEEP or a negative errno. */
  int semop(char who, boolean maySleep, long... sops) {
    int number = maySleep ? sleepers++ : -1;
    int answer = removed ? -Errno.EIDRM.number() : attempt(who, sops);
    if (answer == 0) {
      handOver();
    } else if (answer == ASLEEP && maySleep) {
      asleep.add(new Sleeper(number, who, sops));
      owners.put(number, who);
    } else if (answer == ASLEEP) {
      answer = -Errno.EAGAIN.number();
    }
    return answer;
  }

  private int attempt(char who, long[] sops) {
    int[] newVal = val.clone();
    int[] newAdj = adj.getOrDefault(who, new int[val.length]).clone();
    for (long sop : sops) {
      int num = Packed.semNum(sop);
      int op = Packed.semOp(sop);
      if (op == 0 ? newVal[num] != 0 : newVal[num] + op < 0) {
        return Packed.isNowait(sop) ? -Errno.EAGAIN.number() : ASLEEP;
      }
      newVal[num] += op;
      newAdj[num] -= Packed.isUndo(sop) ? op : 0;
      if (newVal[num] > Ipc.SEMVMX || newAdj[num] != (short) newAdj[num]) {
        return -Errno.ERANGE.number();
      }
    }
    val = newVal;
    adj.put(who, newAdj);
    return 0;
  }

  /** The first that can go on does, those who wait for zero before those who alter; again. */
  private void handOver() {
    while (completeOne(true) || completeOne(false)) {
      continue;
    }
  }

  private boolean completeOne(boolean isConst) {
    for (Sleeper sleeper : asleep) {
      if (sleeper.isConst() == isConst) {
        int answer = attempt(sleeper.who, sleeper.sops);
        if (answer != ASLEEP) {
          asleep.remove(sleeper);
          answers.put(sleeper.number, Errno.of(-answer));
          return true;
        }
      }
    }
    return false;
  }

  void setVal(int num, int value) {
    val[num] = value;
    adj.values().forEach(row -> row[num] = 0);
    handOver();
  }

  void setAll(int... values) {
    val = values.clone();
    adj.clear();
    handOver();
  }

  void remove() {
    removed = true;
    asleep.forEach(sleeper -> answers.put(sleeper.number, Errno.EIDRM));
    asleep.clear();
  }

  void cancel(int number) {
    if (asleep.removeIf(sleeper -> sleeper.number == number)) {
      owners.remove(number);
    }
  }

  /** The sleeper's owner has seen its answer. */
  void acknowledge(int number) {
    owners.remove(number);
  }

  void exit(char who) {
    asleep.removeIf(sleeper -> sleeper.who == who);
    int[] row = adj.remove(who);
    for (int num = 0; !removed && row != null && num < row.length; num++) {
      val[num] = Math.max(0, Math.min(Ipc.SEMVMX, val[num] + row[num]));
    }
    handOver();
  }

  boolean isRemoved() {
    return removed;
  }

  /** Everything that those who live can see. */
  String seenBy(String living) {
    StringBuilder seen = new StringBuilder(removed ? "removed" : Arrays.toString(val));
    for (Map.Entry<Character, int[]> row : adj.entrySet()) {
      if (!removed && living.indexOf(row.getKey()) >= 0) {
        describeRow(seen, row.getKey(), row.getValue());
      }
    }
    for (Map.Entry<Integer, Character> owner : owners.entrySet()) {
      if (living.indexOf(owner.getValue()) >= 0) {
        describeSleeper(seen, owner.getKey(), answers.get(owner.getKey()));
      }
    }
    return seen.toString();
  }

  /** A participant's adjustments, unless they are all zero. */
  static void describeRow(StringBuilder seen, char who, int[] row) {
    if (Arrays.stream(row).anyMatch(adj -> adj != 0)) {
      seen.append(' ').append(who).append("'s ").append(Arrays.toString(row));
    }
  }

  /** A sleeper and its answer, null = it is asleep. */
  static void describeSleeper(StringBuilder seen, int number, Errno answer) {
    seen.append(" #").append(number).append(answer == null ? " asleep" : " " + answer);
  }
}
