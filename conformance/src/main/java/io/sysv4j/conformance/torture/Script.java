package io.sysv4j.conformance.torture;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import java.util.Random;

/**
 * Makes up operation arrays on the board's sets for one doer, who takes units and gives back what
 * it took, so that nothing runs dry for long; and keeps the vector of what that does.
 *
 * <p>What is done with SEM_UNDO never makes an undo go beyond the range of a value: then it would
 * be cut off, and a sum could not tell what must be left.
 */
final class Script {
  private static final int FEW = 3;
  private static final int UNITS = 4;

  private final Random random;
  private final long[] sops = new long[Slot.MAX_OPS];
  private int nsops;
  private int set;

  Script(Random random) {
    this.random = random;
  }

  int set() {
    return set;
  }

  long[] packed() {
    return sops;
  }

  int length() {
    return nsops;
  }

  Sembuf[] sops() {
    Sembuf[] unpacked = new Sembuf[nsops];
    for (int i = 0; i < nsops; i++) {
      unpacked[i] = Packed.unpack(sops[i]);
    }
    return unpacked;
  }

  private void start(int ofSet) {
    set = ofSet;
    nsops = 0;
  }

  private void add(int sem, int op, boolean undo) {
    sops[nsops++] = Packed.pack(sem, op, undo ? Ipc.SEM_UNDO : 0);
  }

  /** Tells what the array is. */
  void tell(Ledger ledger, boolean maySleep) {
    boolean undo = false;
    for (int i = 0; i < nsops; i++) {
      undo |= Packed.isUndo(sops[i]);
    }
    Deed.tell(ledger, nsops, undo, maySleep);
  }

  /** Gives every operation IPC_NOWAIT. */
  void nowait() {
    for (int i = 0; i < nsops; i++) {
      sops[i] = Packed.nowait(sops[i]);
    }
  }

  /** Adds what the array does to a vector. */
  void addTo(long[] vector) {
    for (int i = 0; i < nsops; i++) {
      int part = Packed.isUndo(sops[i]) ? Board.UNDO : Board.PLAIN;
      vector[Board.place(part, set, Packed.semNum(sops[i]))] += Packed.semOp(sops[i]);
    }
  }

  /** Makes up the next array of a doer that has done so much. */
  void next(long[] done) {
    start(random.nextInt(Board.SETS));
    if (set == Board.DEEP_SET) {
      deep(done);
    } else if (isBurdened(done) || random.nextInt(3) == 0 && holdsAnything(done)) {
      giveBack(done);
    } else {
      take();
    }
  }

  /** Whether the doer has taken anything of any scarce set, or given too much. */
  static boolean holdsAnything(long[] done) {
    for (int i = 0; i < Board.DEEP_SET * Board.SEMS; i++) {
      if (done[Board.PLAIN + i] != 0 || done[Board.UNDO + i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether it holds much of this set, or lets others wait for zero. */
  private boolean isBurdened(long[] done) {
    long held = 0;
    for (int sem = 0; sem < Board.SEMS; sem++) {
      held += Math.abs(done[Board.place(Board.PLAIN, set, sem)]);
      held += Math.abs(done[Board.place(Board.UNDO, set, sem)]);
    }
    return held >= FEW || done[Board.place(Board.UNDO, set, Board.ZERO)] > 0;
  }

  /** The deep set: anything goes, and back again when it has gone far. */
  private void deep(long[] done) {
    int count = 1 + random.nextInt(random.nextInt(8) == 0 ? Slot.MAX_OPS : 3);
    for (int i = 0; i < count; i++) {
      int sem = random.nextInt(Board.SEMS);
      boolean undo = random.nextBoolean();
      long sum = done[Board.place(undo ? Board.UNDO : Board.PLAIN, set, sem)];
      boolean up = sum < -50 || sum <= 50 && random.nextBoolean();
      int much = 1 + random.nextInt(3);
      add(sem, up ? much : -much, undo);
    }
  }

  private void giveBack(long[] done) {
    boolean all = random.nextInt(3) == 0;
    int first = random.nextInt(2 * Board.SEMS);
    for (int i = 0; i < 2 * Board.SEMS && (all || nsops == 0); i++) {
      int which = (first + i) % (2 * Board.SEMS);
      int part = which < Board.SEMS ? Board.PLAIN : Board.UNDO;
      int sem = which % Board.SEMS;
      long sum = done[Board.place(part, set, sem)];
      if (sum != 0) {
        add(sem, (int) -sum, part == Board.UNDO);
      }
    }
    if (nsops == 0) {
      add(Board.ZERO, 0, false);
    }
  }

  private int unit() {
    int sem = random.nextInt(UNITS + 2);
    return sem < UNITS ? sem : sem + 2;
  }

  private void take() {
    boolean undo = random.nextBoolean();
    switch (random.nextInt(10)) {
      case 0:
        add(Board.ZERO, 0, undo);
        break;
      case 1:
        add(Board.ZERO, 0, false);
        add(unit(), -1, undo);
        break;
      case 2:
        add(Board.ZERO, 0, false);
        add(Board.ZERO, 1, true);
        break;
      case 3:
        add(Board.ZERO, 1, true);
        break;
      case 4:
        add(unit(), -1, false);
        add(unit(), 1, false);
        break;
      case 5:
        longOne();
        break;
      case 6:
      case 7:
        add(unit(), -1, undo);
        add(unit(), -1, random.nextBoolean());
        break;
      default:
        add(unit(), -1, undo);
    }
  }

  /** More operations than fit the record of a sleeper: up and down again, and one that stays. */
  private void longOne() {
    int sem = unit();
    while (nsops < 10 + random.nextInt(4)) {
      add(sem, -1, false);
      add(sem, 1, false);
    }
    add(unit(), -1, true);
  }
}
