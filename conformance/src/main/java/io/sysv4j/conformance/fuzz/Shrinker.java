package io.sysv4j.conformance.fuzz;

import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing program small: first fewer steps (halves, quarters, ..., single ones) and fewer
 * objects, then fewer operations in each array, then plainer operations; again, until nothing more
 * can go.
 */
final class Shrinker {
  /** Whether a program still fails. */
  interface Test {
    boolean fails(Program program) throws InterruptedException;
  }

  private final Test test;
  private final long deadline;
  private Program best;

  private Shrinker(Program program, Test test, long millis) {
    this.best = program;
    this.test = test;
    this.deadline = System.nanoTime() + millis * 1_000_000;
  }

  /** The smallest failing program found within a time. */
  static Program shrink(Program program, Test test, long millis) throws InterruptedException {
    Shrinker shrinker = new Shrinker(program, test, millis);
    shrinker.run();
    return shrinker.best;
  }

  private void run() throws InterruptedException {
    boolean smaller = true;
    while (smaller && inTime()) {
      smaller = fewerSteps() | fewerObjects();
      smaller |= simplerSteps();
    }
  }

  private boolean inTime() {
    return System.nanoTime() - deadline < 0;
  }

  /** Takes the candidate if it fails too. */
  private boolean take(List<Step> steps) throws InterruptedException {
    Program candidate = best.with(steps);
    if (!inTime() || !test.fails(candidate)) {
      return false;
    }
    best = candidate;
    return true;
  }

  private boolean fewerSteps() throws InterruptedException {
    int before = best.steps().size();
    for (int chunk = Math.max(1, before / 2); chunk >= 1; chunk /= 2) {
      for (int end = best.steps().size(); end > 0; end -= chunk) {
        List<Step> fewer = new ArrayList<>(best.steps());
        fewer.subList(Math.max(0, end - chunk), Math.min(end, fewer.size())).clear();
        take(fewer);
      }
    }
    return best.steps().size() < before;
  }

  /** Leaves out one object that is made, and moves the names of the later ones down. */
  private boolean fewerObjects() throws InterruptedException {
    boolean any = false;
    for (int i = best.steps().size() - 1; i >= 0; i--) {
      Kind maker = i < best.steps().size() ? best.steps().get(i).call().kind() : Kind.TICK;
      boolean makes = maker == Kind.SEMGET || maker == Kind.SHMGET;
      for (long from = 0; makes && from < best.steps().size(); from++) {
        List<Step> steps = new ArrayList<>();
        for (Step step : best.steps()) {
          steps.add(new Step(step.worker(), moved(step.call(), maker, from)));
        }
        steps.remove(i);
        if (take(steps)) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  /** The call with the names of the objects after one moved down. */
  private static Call moved(Call call, Kind maker, long after) {
    Call moved = call;
    for (int i = 0; i < call.size(); i++) {
      Role role = call.kind().argument(i);
      boolean set = role == Role.SET || role == Role.SET_INDEX;
      boolean segment = role == Role.SEGMENT || role == Role.SEGMENT_INDEX;
      boolean named = maker == Kind.SEMGET ? set : segment;
      if (named && call.arg(i) > after && call.arg(i) < Names.RAW) {
        moved = moved.with(i, call.arg(i) - 1);
      }
    }
    return moved;
  }

  private boolean simplerSteps() throws InterruptedException {
    boolean any = false;
    for (int i = best.steps().size() - 1; i >= 0; i--) {
      boolean again = true;
      while (again) {
        again = false;
        for (Call simpler : simpler(best.steps().get(i).call())) {
          List<Step> steps = new ArrayList<>(best.steps());
          steps.set(i, new Step(steps.get(i).worker(), simpler));
          if (take(steps)) {
            any = again = true;
            break;
          }
        }
      }
    }
    return any;
  }

  /** Plainer forms of a call, the plainest first; each is nearer to an end than the call. */
  private static List<Call> simpler(Call call) {
    List<Call> simpler = new ArrayList<>();
    if (call.kind() != Kind.SEMOP) {
      return simpler;
    }
    if (call.wait(1).maySleep() && call.wait(1) != Wait.SEMOP) {
      simpler.add(call.with(1, Wait.SEMOP.ordinal()));
    }
    for (int i = 2; i < call.size() && call.size() > 3; i++) {
      simpler.add(without(call, i));
    }
    for (int i = 2; i < call.size(); i++) {
      long sop = call.arg(i);
      int op = Packed.semOp(sop);
      int flags = Packed.unpack(sop).semFlg();
      if (flags != 0) {
        simpler.add(call.with(i, Packed.pack(Packed.semNum(sop), op, 0)));
      }
      if (Math.abs(op) > 1) {
        simpler.add(call.with(i, Packed.pack(Packed.semNum(sop), Integer.signum(op), flags)));
      }
    }
    return simpler;
  }

  private static Call without(Call call, int i) {
    long[] args = new long[call.size() - 1];
    for (int from = 0, to = 0; from < call.size(); from++) {
      if (from != i) {
        args[to++] = call.arg(from);
      }
    }
    return call.with(args);
  }
}
