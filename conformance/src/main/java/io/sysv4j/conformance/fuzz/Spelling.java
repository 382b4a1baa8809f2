package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import io.sysv4j.law.Strace;
import java.util.Arrays;
import java.util.Locale;

/** Spells the calls of a program as strace would, with the program's names for the objects. */
final class Spelling {
  private static final int PLACE = 0;

  private Spelling() {}

  static String of(Call call) {
    switch (call.kind()) {
      case SEMGET:
        return named(
            key(call), Strace.semget(PLACE, call.number(1), call.number(2)), "IPC_PRIVATE");
      case SHMGET:
        return named(key(call), Strace.shmget(PLACE, call.arg(1), call.number(2)), "IPC_PRIVATE");
      case SEMOP:
        return semop(call);
      case SEMOP_MANY:
        return "trySemop(" + set(call) + ", " + call.number(1) + " times " + sops(call)[0] + ")";
      case SEMOP_NULL:
        return "semop(" + set(call) + ", NULL) by " + call.wait(1);
      case SETVAL:
        return named(set(call), Strace.semctl(PLACE, call.number(1), 16, call.number(2)), "0");
      case SEM_IPC_SET:
        return named(set(call), Strace.semctl(PLACE, 0, 1, perm(call)), "0");
      case SHM_IPC_SET:
        return named(segment(call), Strace.shmctl(PLACE, 1, perm(call)), "0");
      case SHMAT:
        return named(segment(call), Strace.shmat(PLACE, call.arg(1), call.number(2)), "0");
      case SHMDT_AT:
        return Strace.shmdt(call.arg(0));
      default:
        return plain(call);
    }
  }

  private static String semop(Call call) {
    Wait wait = call.wait(1);
    Sembuf[] sops = sops(call);
    String timed = named(set(call), Strace.semtimedop(PLACE, sops, wait.timeout()), "0");
    String plain = named(set(call), Strace.semop(PLACE, sops), "0");
    switch (wait) {
      case SEMOP:
        return plain;
      case SEMOP_ONE:
        return plain + " by the short form";
      case TRY:
        return plain.replace("semop(", "trySemop(");
      case TRY_ONE:
        return plain.replace("semop(", "trySemop(") + " by the short form";
      case INTERRUPTED:
        return plain + " by an interrupted thread";
      case ASYNC:
        return plain.replace("semop(", "semopAsync(");
      default:
        return wait.isAsync() ? timed.replace("semtimedop(", "semtimedopAsync(") : timed;
    }
  }

  private static Sembuf[] sops(Call call) {
    return Arrays.stream(call.rest(2)).mapToObj(Packed::unpack).toArray(Sembuf[]::new);
  }

  private static IpcPerm perm(Call call) {
    return new IpcPerm(0, call.number(1), call.number(2), 0, 0, call.number(3), 0);
  }

  /** The line with its first argument replaced by a name. */
  private static String named(String name, String line, String place) {
    int open = line.indexOf('(') + 1;
    return line.substring(0, open) + name + line.substring(open + place.length());
  }

  private static String key(Call call) {
    return call.arg(0) == 0 ? "IPC_PRIVATE" : "key" + call.arg(0);
  }

  private static String set(Call call) {
    return object("set", call.arg(0));
  }

  private static String segment(Call call) {
    return object("seg", call.arg(0));
  }

  private static String object(String kind, long name) {
    return name < 0 || name >= Names.RAW ? Long.toString(name) : kind + name;
  }

  /** Any other call: its name and its arguments in turn. */
  private static String plain(Call call) {
    StringBuilder out = new StringBuilder(call.kind().toString());
    if (call.kind().isControl()) {
      out.replace(0, out.length(), call.kind().toString().toLowerCase(Locale.ROOT));
    }
    for (int i = 0; i < call.size(); i++) {
      out.append(i == 0 ? "(" : ", ").append(argument(call.kind().argument(i), call.arg(i)));
    }
    return call.size() == 0 ? out.append("()").toString() : out.append(')').toString();
  }

  private static String argument(Role role, long arg) {
    switch (role) {
      case SET:
        return object("set", arg);
      case SEGMENT:
        return object("seg", arg);
      case SET_INDEX:
        return object("index of set", arg);
      case SEGMENT_INDEX:
        return object("index of seg", arg);
      case ATTACH:
        return "attach" + arg;
      default:
        return Long.toString(arg);
    }
  }
}
