package io.sysv4j.conformance.fuzz;

import io.sysv4j.law.IdSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a running program's names are on each side: the n-th set, segment and attach that it made.
 * Turns a call of the program into the call of a side, and a side's answer into names.
 */
final class Names {
  /** Numbers from here on are no names but themselves. */
  static final long RAW = 1_000_000;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final List<int[]> sets = new ArrayList<>();
  private final List<int[]> segments = new ArrayList<>();
  private final BitSet attached = new BitSet();
  private int attaches;

  /** The call on a side; null if it names what does not exist. */
  Call on(Side side, Call call) {
    long[] args = new long[call.size() + (call.kind() == Kind.SHMAT ? 1 : 0)];
    for (int i = 0; i < call.size(); i++) {
      Long arg = argument(side, call.kind().argument(i), call.arg(i));
      if (arg == null) {
        return null;
      }
      args[i] = arg;
    }
    if (call.kind() == Kind.SHMAT) {
      args[call.size()] = attaches;
    }
    return call.with(args);
  }

  private Long argument(Side side, Role role, long arg) {
    switch (role) {
      case KEY:
        return (long) side.key((int) arg);
      case SET:
        return id(sets, side, arg);
      case SEGMENT:
        return id(segments, side, arg);
      case SET_INDEX:
        return index(sets, side, arg);
      case SEGMENT_INDEX:
        return index(segments, side, arg);
      case ATTACH:
        return arg >= 0 && attached.get((int) arg) ? arg : null;
      default:
        return arg;
    }
  }

  private static Long id(List<int[]> ids, Side side, long name) {
    if (name < 0 || name >= RAW) {
      return name;
    }
    return name < ids.size() ? (long) ids.get((int) name)[side.ordinal()] : null;
  }

  private static Long index(List<int[]> ids, Side side, long name) {
    Long id = id(ids, side, name);
    return id == null || id < 0 || name >= RAW ? id : Long.valueOf(IdSequence.index(id.intValue()));
  }

  /** Takes notice of what both sides have made or detached. */
  void learn(Call call, Answer left, Answer right) {
    if (!left.isDone() || !right.isDone()) {
      return;
    }
    switch (call.kind()) {
      case SEMGET:
        learn(sets, (int) left.value(0), (int) right.value(0));
        break;
      case SHMGET:
        learn(segments, (int) left.value(0), (int) right.value(0));
        break;
      case SHMAT:
        attached.set(attaches++);
        break;
      case SHMDT:
        attached.clear(call.number(0));
        break;
      default:
    }
  }

  private static void learn(List<int[]> ids, int left, int right) {
    if (name(ids, Side.LEFT, left) == UNKNOWN && name(ids, Side.RIGHT, right) == UNKNOWN) {
      ids.add(new int[] {left, right});
    }
  }

  private static long name(List<int[]> ids, Side side, long id) {
    for (int i = ids.size() - 1; i >= 0; i--) {
      if (ids.get(i)[side.ordinal()] == id) {
        return i;
      }
    }
    return UNKNOWN;
  }

  /** The answer of a side in the program's names. */
  Answer named(Side side, Call call, Answer answer) {
    long[] values = answer.values();
    for (int i = 0; i < values.length; i++) {
      switch (call.kind().result(i)) {
        case SET:
          values[i] = name(sets, side, values[i]);
          break;
        case SEGMENT:
          values[i] = name(segments, side, values[i]);
          break;
        case KEY:
          values[i] = side.name((int) values[i]);
          break;
        case SEQUENCE:
          values[i] -= IdSequence.seq((int) answer.value(0));
          break;
        default:
      }
    }
    return answer.with(values);
  }

  int sets() {
    return sets.size();
  }

  int segments() {
    return segments.size();
  }

  /** Attaches that have not been detached. */
  BitSet attached() {
    return attached;
  }

  /** The identifier of a set on a side. */
  int semid(Side side, int set) {
    return sets.get(set)[side.ordinal()];
  }

  /** The identifier of a segment on a side. */
  int shmid(Side side, int segment) {
    return segments.get(segment)[side.ordinal()];
  }

  /** The attaches of a process that is gone. */
  void forget(BitSet gone) {
    attached.andNot(gone);
  }
}
