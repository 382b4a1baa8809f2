package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;

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

  SetControl(
      SetState set,
      Passage passage,
      Applier applier,
      HandOver handOver,
      Recovery recovery,
      Others others) {
    this.set = set;
    this.passage = passage;
    this.applier = applier;
    this.handOver = handOver;
    this.recovery = recovery;
    this.others = others;
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
          return new Counter(set).count(semNum, zero);
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

  /** sem_otime, after those who died have been settled. */
  public long otime() {
    if (set.file.isWritable() && others.areThere()) {
      passage.inside(others::settleDead);
    }
    return set.memory.getLong(SetLayout.OTIME);
  }

  /**
   * IPC_RMID: no operation succeeds from now on, and every sleeper gets EIDRM. If the set is
   * removed already, who did that has died over it, perhaps before he woke them.
   */
  public int remove() {
    int answer =
        passage.inside(
            () -> {
              set.memory.putInt(SetLayout.STATE, SetLayout.REMOVED);
              handOver.removed();
              handOver.dead().clear();
              return OK;
            });
    if (answer != OK) {
      passage.underGate(recovery::wakeAllDone);
    }
    return answer;
  }
}
