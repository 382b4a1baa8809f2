package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import java.util.Arrays;
import java.util.Set;

/**
 * Plays alone with a set of its own, and knows what must come out: each answer is compared with the
 * planner's, over the values and adjustments in the slot's vector. So a death leaves exactly two
 * possible states, whatever was going on: SETVAL and SETALL among it, and undo that is cut off at
 * the ends of the range.
 */
final class SoloPlay extends Play implements SemopPlanner.Values {
  /** Where values and adjustments are in the vector; behind them: whether the set exists. */
  static final int VALUES = 0;

  static final int ADJUSTMENTS = Board.SOLO_SEMS;
  static final int EXISTS = 2 * Board.SOLO_SEMS;

  private static final int RARITY = 6;
  private static final Set<Errno> EXPECTED = Set.of(Errno.EBUSY);

  private static final int[] STEPS = {-1, 1, -1, 1, -2, 2, 0, -300, 300, -32767, 32767};

  private final SemopPlanner planner = new SemopPlanner();
  private final int key;
  private int semid = -1;

  SoloPlay(Part part, int key) {
    super(part, Ledger.SOLO, RARITY);
    this.key = key;
  }

  @Override
  public int semval(int semNum) {
    return (int) slot().now()[VALUES + semNum];
  }

  @Override
  public int semadj(int semNum) {
    return (int) slot().now()[ADJUSTMENTS + semNum];
  }

  @Override
  void step() {
    try {
      play();
    } catch (IpcException e) {
      if (slot().isPending()) {
        slot().end(false);
      }
      expect(e, EXPECTED);
    }
  }

  private void play() {
    if (semid < 0) {
      make();
      return;
    }
    switch (random.nextInt(20)) {
      case 0:
        setVal();
        break;
      case 1:
        setAll();
        break;
      case 2:
        compare();
        break;
      case 3:
        if (random.nextInt(10) == 0) {
          remove();
          break;
        }
        operate();
        break;
      default:
        operate();
    }
  }

  /** What a mishap has left, the worker can see for itself: nobody else plays here. */
  @Override
  void afterMishap() {
    if (slot().isPending()) {
      slot().decide(hasHappened(slot().done(), slot().maybe()));
    }
    slot().learn();
  }

  private boolean hasHappened(long[] done, long[] maybe) {
    long[] found = find();
    boolean happened = isSeen(found, maybe);
    if (!happened && !isSeen(found, done)) {
      complain(
          new AssertionError(
              "after an error there is "
                  + Arrays.toString(found)
                  + ", must be "
                  + Arrays.toString(done)
                  + " or "
                  + Arrays.toString(maybe)));
    }
    return happened;
  }

  /** The values, and whether the set exists, as in a vector. */
  private long[] find() {
    long[] found = new long[EXISTS + 1];
    while (true) {
      try {
        semid = engine.semctl().semget(key, 0, 0);
        int[] vals = engine.semctl().getAll(semid);
        Arrays.setAll(found, i -> i < vals.length ? vals[i] : i == EXISTS ? 1 : 0);
        return found;
      } catch (IpcException e) {
        if (e.errno() == Errno.ENOENT) {
          semid = -1;
          return found;
        }
        expect(e, EXPECTED);
      }
    }
  }

  /** Whether a vector can be what was found; adjustments can't be seen. */
  private static boolean isSeen(long[] found, long[] vector) {
    return found[EXISTS] == vector[EXISTS]
        && (found[EXISTS] == 0
            || Arrays.equals(found, 0, ADJUSTMENTS, vector, VALUES, ADJUSTMENTS));
  }

  /**
   * Begins an operation, unless a mishap is near, after which nobody could see whether it happened.
   */
  private boolean begin() {
    long[] next = slot().pending();
    long[] now = slot().now();
    boolean isPlain = isSeen(now, next) && !Arrays.equals(now, next);
    if (isPlain && mishaps.areNear()) {
      return false;
    }
    slot().begin();
    return true;
  }

  private void make() {
    long[] next = slot().next();
    Arrays.fill(next, 0, EXISTS, 0);
    next[EXISTS] = 1;
    slot().begin();
    ledger.did(Deed.SEMGET);
    semid = engine.semctl().semget(key, Board.SOLO_SEMS, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600);
    slot().end(true);
  }

  private void remove() {
    slot().next()[EXISTS] = 0;
    slot().begin();
    ledger.did(Deed.IPC_RMID);
    engine.semctl().remove(semid);
    slot().end(true);
    semid = -1;
  }

  private void setVal() {
    int sem = random.nextInt(Board.SOLO_SEMS);
    int val = value();
    long[] next = slot().next();
    next[VALUES + sem] = val;
    next[ADJUSTMENTS + sem] = 0;
    if (begin()) {
      ledger.did(Deed.SETVAL);
      engine.semctl().setVal(semid, sem, val);
      slot().end(true);
    }
  }

  private int value() {
    return random.nextInt(5) == 0 ? random.nextInt(Ipc.SEMVMX + 1) : random.nextInt(4);
  }

  private void setAll() {
    int[] vals = new int[Board.SOLO_SEMS];
    Arrays.setAll(vals, i -> value());
    long[] next = slot().next();
    for (int sem = 0; sem < Board.SOLO_SEMS; sem++) {
      next[VALUES + sem] = vals[sem];
      next[ADJUSTMENTS + sem] = 0;
    }
    if (begin()) {
      ledger.did(Deed.SETALL);
      engine.semctl().setAll(semid, vals);
      slot().end(true);
    }
  }

  private void compare() {
    int[] vals = engine.semctl().getAll(semid);
    for (int sem = 0; sem < Board.SOLO_SEMS; sem++) {
      if (vals[sem] != semval(sem)) {
        complain(
            new AssertionError(
                "semaphore " + sem + " is " + vals[sem] + ", must be " + semval(sem)));
      }
    }
  }

  private void operate() {
    Sembuf[] sops = new Sembuf[1 + random.nextInt(random.nextInt(5) == 0 ? 12 : 3)];
    long[] packed = new long[sops.length];
    boolean undo = false;
    for (int i = 0; i < sops.length; i++) {
      int flags = Ipc.IPC_NOWAIT | (random.nextBoolean() ? Ipc.SEM_UNDO : 0);
      int op = STEPS[random.nextInt(STEPS.length)];
      sops[i] = new Sembuf(random.nextInt(Board.SOLO_SEMS), op, flags);
      undo |= (flags & Ipc.SEM_UNDO) != 0;
      packed[i] = Packed.pack(sops[i]);
    }
    int plan = planner.plan(this, packed, packed.length);
    long[] next = slot().next();
    for (int i = 0; plan == SemopPlanner.APPLY && i < planner.touched(); i++) {
      next[VALUES + planner.semNum(i)] = planner.semval(i);
      if (planner.hasUndo(i)) {
        next[ADJUSTMENTS + planner.semNum(i)] = planner.semadj(i);
      }
    }
    if (!begin()) {
      return;
    }
    Deed.tell(ledger, sops.length, undo, false);
    Errno errno = engine.sem().trySemop(semid, sops);
    slot().end(errno == Errno.SUCCESS);
    if (errno == Errno.EBUSY) {
      ledger.did(Deed.EBUSY);
    } else if (errno.number() != -plan) {
      complain(
          new AssertionError(
              Arrays.toString(sops) + " answered " + errno + " instead of errno " + -plan));
    }
  }
}
