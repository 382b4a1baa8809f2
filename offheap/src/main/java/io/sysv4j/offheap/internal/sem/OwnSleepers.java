package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.sync.Dispatcher;
import io.sysv4j.offheap.internal.sync.SpinBudget;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** The sleepers of a set, as those of this JVM handle their own. Thread-safe. */
public final class OwnSleepers implements Dispatcher.Source {
  private final int semid;
  private final SetState set;
  private final Passage passage;
  private final Others others;
  private final SpinBudget spinBudget;

  OwnSleepers(int semid, SetState set, Passage passage, Others others, SpinBudget spinBudget) {
    this.semid = semid;
    this.set = set;
    this.passage = passage;
    this.others = others;
    this.spinBudget = spinBudget;
  }

  @Override
  public int semid() {
    return semid;
  }

  @Override
  public int status(int ref) {
    return set.sleepers.status(ref);
  }

  @Override
  public long futex(int ref) {
    return set.sleepers.futex(ref);
  }

  @Override
  public boolean cas(int ref, int expected, int status) {
    return set.sleepers.cas(ref, expected, status);
  }

  @Override
  public SpinBudget spinBudget() {
    return spinBudget;
  }

  @Override
  public void checkUp() {
    passage.insideSoon(others::settleDead);
  }

  @Override
  public void checkClaimed(int ref, int status) {
    checkUp(ref, now -> !SleeperStatus.is(now, status, SleeperStatus.CLAIMED));
  }

  @Override
  public boolean isRemoved() {
    return set.state() == SetLayout.REMOVED;
  }

  @Override
  public void checkAsleep(int ref, int status, BooleanSupplier isWithdrawn) {
    checkUp(
        ref,
        now -> {
          boolean isAsleep =
              SleeperStatus.isSame(now, status)
                  && SleeperStatus.isWaiting(now)
                  && (isRemoved() || set.queues.holds(ref));
          return isAsleep
              || SleeperStatus.is(now, status, SleeperStatus.DONE)
              || isWithdrawn.getAsBoolean();
        });
  }

  /**
   * Ends the dead; what is asked of the status then is asked under the gate, or of a removed set.
   * While another is inside the gate for long, nothing can be said.
   */
  private void checkUp(int ref, IntPredicate isFine) {
    int answer =
        passage.insideSoon(
            () -> {
              others.settleDead();
              require(ref, isFine);
              return 0;
            });
    if (answer != 0 && answer != Passage.BUSY) {
      require(ref, isFine);
    }
  }

  private void require(int ref, IntPredicate isFine) {
    if (!isFine.test(set.sleepers.status(ref))) {
      throw set.sleepers.corrupt("lost a sleeper");
    }
  }

  @Override
  public long grantedLink(int ref) {
    return set.memory.getLong(set.sleepers.at(ref) + SleeperLayout.GRANTED);
  }

  @Override
  public boolean withdraw(int ref, int status) {
    return set.withdraw(ref, status);
  }

  @Override
  public void acknowledge(int ref, int status) {
    set.acknowledge(ref, status);
  }

  @Override
  public void checkWhole() {
    int state = set.state();
    if (state != SetLayout.LIVE && state != SetLayout.REMOVED) {
      set.notLive(state);
    }
  }

  @Override
  public boolean looksAsleep(int ref, int status) {
    try {
      int now = set.sleepers.status(ref);
      boolean isQueued = SleeperStatus.isWaiting(now) && set.queues.holds(ref);
      return SleeperStatus.is(now, status, SleeperStatus.DONE)
          || SleeperStatus.isSame(now, status) && isQueued && set.state() == SetLayout.LIVE;
    } catch (CorruptFileException e) {
      return false; // the caller that asks under the gate then is told
    }
  }

  @Override
  public boolean underGate(Runnable body) {
    return passage.underGateSoon(body) != Passage.BUSY;
  }
}
