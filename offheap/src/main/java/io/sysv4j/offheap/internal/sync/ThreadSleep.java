package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;

/**
 * A platform thread that sleeps for its operation array: it spins for a moment ({@link
 * SpinBudget}), since a hand-over between two running threads is a hundred times faster than one
 * through the kernel, and then waits on the futex of its sleeper's status word.
 *
 * <pre>
 *   loop:
 *     DONE                    → acknowledge, answer its errno
 *     the set is removed      → withdraw; if that succeeds, answer EIDRM
 *     interrupted, or late    → withdraw; if that succeeds, answer EINTR or EAGAIN
 *     WAITING                 → PARKED
 *     PARKED                  → futex
 *     CLAIMED                 → it is being completed: wait a moment
 * </pre>
 */
public final class ThreadSleep implements Sleeping {
  /** No deadline. */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final int PATIENCE = 1000;

  private final boolean spins;
  private InterruptibleFutex futex;
  private int ref;
  private int status;

  /**
   * A sleep.
   *
   * @param spins whether to spin first; no use if the caller has just done so
   */
  public ThreadSleep(boolean spins) {
    this.spins = spins;
  }

  @Override
  public boolean isAsync() {
    return false;
  }

  @Override
  public void fellAsleep(int sleeper, int statusWord) {
    ref = sleeper;
    status = statusWord;
  }

  /**
   * Waits until the operations are done, or not wanted any more.
   *
   * @param deadline by {@link System#nanoTime}, or {@link #FOREVER}
   * @return 0 or the negative errno
   * @throws IllegalStateException if the namespace was closed meanwhile
   */
  public int await(Waitable set, long deadline) {
    if (spins) {
      spin(set);
    }
    boolean checked = false;
    for (int claimed = 0; ; ) {
      int now = set.status(ref);
      if (!SleeperStatus.isSame(now, status) || !isPossible(now)) {
        set.checkAsleep(ref, status, () -> false);
        throw new NamespaceClosedException();
      }
      if (SleeperStatus.state(now) == SleeperStatus.DONE) {
        set.acknowledge(ref, now);
        return -SleeperStatus.errno(now);
      }
      if (set.isRemoved() && set.withdraw(ref, status)) {
        return -Errno.EIDRM.number();
      }
      set.checkWhole();
      boolean late = deadline != FOREVER && deadline - System.nanoTime() <= 0;
      if (late && !checked) {
        checked = true;
        set.checkUp();
      } else if (Thread.currentThread().isInterrupted() || late) {
        if (set.withdraw(ref, status)) {
          return -(late ? Errno.EAGAIN : Errno.EINTR).number();
        }
        claimed = bear(set, claimed);
      } else if (SleeperStatus.state(now) == SleeperStatus.CLAIMED) {
        claimed = bear(set, claimed);
      } else {
        park(set, now, deadline);
      }
    }
  }

  private void spin(Waitable set) {
    int rounds = set.spinBudget().rounds();
    for (int i = 0; i < rounds; i++) {
      if (SleeperStatus.state(set.status(ref)) == SleeperStatus.DONE) {
        set.spinBudget().paid();
        return;
      }
      Thread.onSpinWait();
    }
    set.spinBudget().wasted(rounds);
  }

  private static boolean isPossible(int status) {
    int state = SleeperStatus.state(status);
    return SleeperStatus.isWaiting(status)
        || state == SleeperStatus.CLAIMED
        || state == SleeperStatus.DONE;
  }

  /** Someone is completing us. If that takes long, he may have died over it. */
  private int bear(Waitable set, int claimed) {
    if (claimed < PATIENCE) {
      Thread.yield();
      return claimed + 1;
    }
    set.checkClaimed(ref, status);
    return 0;
  }

  private void park(Waitable set, int now, long deadline) {
    int parked = SleeperStatus.with(now, SleeperStatus.PARKED, 0);
    if (now != parked && (!set.cas(ref, now, parked) || set.isRemoved())) {
      return; // who removes the set looks for the parked after it has said so
    }
    long nanos =
        deadline == FOREVER
            ? SafetyTick.NANOS
            : Math.min(deadline - System.nanoTime(), SafetyTick.NANOS);
    if (nanos > 0) {
      int answer = futex().await(set, ref, parked, nanos);
      int woken = set.status(ref);
      boolean isDone = SleeperStatus.state(woken) == SleeperStatus.DONE;
      boolean isAlarm = answer == 0 && woken == parked; // nothing has changed: what is wrong?
      if ((SafetyTick.isOver(nanos, answer, isDone) || isAlarm) && !isDone) {
        set.checkAsleep(ref, status, () -> false);
      }
    }
  }

  private InterruptibleFutex futex() {
    if (futex == null) {
      futex = new InterruptibleFutex();
    }
    return futex;
  }
}
