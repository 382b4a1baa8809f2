package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;

/**
 * The semctl commands of a set, for who may also write to its file. Arguments have been checked;
 * answers are as {@link SemSet}'s. Thread-safe.
 */
public final class SetControl {
  private static final int OK = 0;

  private final SetState set;
  private final Passage passage;
  private final Applier applier;
  private final HandOver handOver;
  private final Recovery recovery;
  private final Others others;
  private final Visits visits;
  private final Counter counter;

  SetControl(
      SetState set,
      Passage passage,
      Applier applier,
      HandOver handOver,
      Recovery recovery,
      Others others,
      Visits visits) {
    this.set = set;
    this.passage = passage;
    this.applier = applier;
    this.handOver = handOver;
    this.recovery = recovery;
    this.others = others;
    this.visits = visits;
    this.counter = new Counter(set);
  }

  /** GETVAL. */
  public int getVal(int semNum) {
    long word = others.settledWord(semNum);
    return word >= 0 ? SemWord.value(word) : passage.inside(() -> settledVal(semNum));
  }

  /** GETPID. */
  public int getPid(int semNum) {
    long word = others.settledWord(semNum);
    return word >= 0
        ? SemWord.pid(word)
        : passage.inside(
            () -> {
              others.settleDead();
              return SemWord.pid(set.word(semNum));
            });
  }

  private int settledVal(int semNum) {
    others.settleDead();
    return set.semval(semNum);
  }

  /** GETNCNT or GETZCNT. */
  public int count(int semNum, boolean zero) {
    return passage.inside(
        () -> {
          others.settleDead();
          return counter.count(semNum, zero);
        });
  }

  /** GETALL: fills the values. */
  public int getAll(int[] vals) {
    return passage.inside(
        () -> {
          set.gateAll();
          if (others.areThere()) {
            others.settleDead();
          }
          for (int semNum = 0; semNum < set.nsems; semNum++) {
            vals[semNum] = set.semval(semNum);
          }
          return OK;
        });
  }

  /** SETVAL; {@code changed} notes the time in the same breath. */
  public int setVal(int semNum, int val, Runnable changed) {
    return passage.inside(
        () -> {
          others.settleDead();
          applier.setVal(semNum, val);
          changed.run();
          return handOverAfterSet();
        });
  }

  /** SETALL; {@code changed} notes the time in the same breath. */
  public int setAll(int[] vals, Runnable changed) {
    return passage.inside(
        () -> {
          others.settleDead();
          applier.setAll(vals);
          changed.run();
          return handOverAfterSet();
        });
  }

  private int handOverAfterSet() {
    if (handOver.changedAll()) {
      set.touchOtime(set.clock.now());
    }
    return OK;
  }

  /** sem_otime, after those who died have been settled, if the gate lets the caller do that. */
  public long otime() {
    if (set.file.isWritable() && others.areThere()) {
      passage.insideSoon(others::settleDead);
    }
    return set.memory.getLong(SetLayout.OTIME);
  }

  /**
   * IPC_RMID: no operation begins from now on, and every sleeper is woken, finds the set removed,
   * and gets EIDRM. Takes no gate, so that a process that pauses inside one can't keep a set from
   * being removed. If another has removed it already, that one may have died before it woke anyone.
   */
  public void remove() {
    Visit visit = visits.mine();
    try {
      int state;
      do {
        state = set.state();
      } while (state != SetLayout.REMOVED
          && !set.memory.casInt(SetLayout.STATE, state, SetLayout.REMOVED));
      recovery.alarm(visit.wakes());
      visit.wakes().run();
    } catch (Throwable e) {
      if (!visit.isInside()) { // else it is inside the registry, which sees to the rest
        passage.failed(visit);
      }
      throw e;
    }
  }
}
