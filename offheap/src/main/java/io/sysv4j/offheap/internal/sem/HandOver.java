package io.sysv4j.offheap.internal.sem;

import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.sync.Queues;

/**
 * Whoever alters a set runs the sleepers' operations for them, as Linux does:
 *
 * <pre>
 *   changed(semaphores):
 *     wake the zero-waiters of each changed semaphore that is 0; if any was, those of the set
 *     scan the altering sleepers, first to last (the set's queue; or those of raised semaphores):
 *       still blocked  → next
 *       fails          → it gets its error
 *       succeeds       → it is done; wake zero-waiters of what it named;
 *                        restart if it had several operations, or any sleeper has
 * </pre>
 *
 * For the gate's owner only. A sleeper is claimed before its operations are done, so that it can't
 * be withdrawn meanwhile; a dead one is passed over and its participant noted as {@link #dead}.
 */
final class HandOver {
  private static final int STILL_ASLEEP = 1;
  private static final int DONE = 0;
  private static final int FAILED = -1;

  private final SetState set;
  private final Applier applier;
  private final AsyncBell bell;
  private final Dead dead = new Dead();

  HandOver(SetState set, Applier applier, AsyncBell bell) {
    this.set = set;
    this.applier = applier;
    this.bell = bell;
  }

  /** Participants that were found dead on the way. */
  Dead dead() {
    return dead;
  }

  /**
   * The semaphores of an operation array have changed.
   *
   * @return whether any sleeper was completed
   */
  boolean changed(long[] sops, int nsops) {
    if (set.queues.isEmpty()) {
      return false;
    }
    boolean completed = wakeZero(sops, nsops);
    if (set.queues.first(Queues.ALTER) != 0) {
      return completed | scan(Queues.ALTER, -1);
    }
    for (int i = 0; i < nsops; i++) {
      if (Packed.semOp(sops[i]) > 0) {
        int semNum = Packed.semNum(sops[i]);
        completed |= scan(Queues.alter(semNum), semNum);
      }
    }
    return completed;
  }

  /**
   * All semaphores may have changed.
   *
   * @return whether any sleeper was completed
   */
  boolean changedAll() {
    if (set.queues.isEmpty()) {
      return false;
    }
    boolean completed = false;
    boolean gotZero = false;
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      if (set.semval(semNum) == 0) {
        gotZero = true;
        completed |= wakeConst(Queues.constant(semNum));
      }
    }
    if (gotZero) {
      completed |= wakeConst(Queues.CONST);
    }
    if (set.queues.first(Queues.ALTER) != 0) {
      return completed | scan(Queues.ALTER, -1);
    }
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      completed |= scan(Queues.alter(semNum), semNum);
    }
    return completed;
  }

  private boolean wakeZero(long[] sops, int nsops) {
    boolean completed = false;
    boolean gotZero = false;
    for (int i = 0; i < nsops; i++) {
      int semNum = Packed.semNum(sops[i]);
      if (set.semval(semNum) == 0) {
        gotZero = true;
        completed |= wakeConst(Queues.constant(semNum));
      }
    }
    return gotZero ? completed | wakeConst(Queues.CONST) : completed;
  }

  private boolean wakeConst(int queue) {
    boolean completed = false;
    int ref = set.queues.first(queue);
    for (int left = set.sleepers.capacity(); ref != 0; left = set.sleepers.step(left)) {
      int next = set.queues.next(ref);
      completed |= attempt(ref, applier.workspace().constant) == DONE;
      ref = next;
    }
    return completed;
  }

  /** Scans a queue of altering sleepers; semNum is its semaphore, -1 for the set's queue. */
  private boolean scan(int queue, int semNum) {
    boolean completed = false;
    long[] altering = applier.workspace().altering;
    int ref = set.queues.first(queue);
    int capacity = set.sleepers.capacity();
    for (int left = capacity; ref != 0; left = set.sleepers.step(left)) {
      if (semNum >= 0 && set.semval(semNum) == 0) {
        break;
      }
      int next = set.queues.next(ref);
      int nsops = set.sleepers.nsops(ref);
      if (attempt(ref, altering) == DONE) {
        completed = true;
        wakeZero(altering, nsops);
        if (nsops > 1 || set.queues.first(Queues.ALTER) != 0) {
          next = set.queues.first(queue);
          left = capacity + 1;
        }
      }
      ref = next;
    }
    return completed;
  }

  /** Evaluates a sleeper, and completes it if it can run or fails. */
  private int attempt(int ref, long[] sops) {
    int status = set.sleepers.status(ref);
    if (!SleeperStatus.isWaiting(status)) {
      return STILL_ASLEEP;
    }
    int nsops = set.sleepers.nsops(ref);
    set.checkCount(nsops, sops.length);
    set.sleepers.ops(ref, sops);
    set.checkOps(sops, nsops);
    int outcome = applier.plan(sops, nsops, set.sleepers.row(ref));
    if (outcome == SemopPlanner.SLEEP) {
      noteBlocking(ref);
      return STILL_ASLEEP;
    }
    long owner = set.sleepers.owner(ref);
    if (!set.isAlive(owner)) {
      dead.add(owner);
      return STILL_ASLEEP;
    }
    return complete(ref, outcome);
  }

  private void noteBlocking(int ref) {
    int op = applier.plan().blockingOp();
    if (set.sleepers.blocking(ref) != op) {
      set.sleepers.setBlocking(ref, op);
    }
  }

  /** Completes a sleeper unless its owner withdraws it first. */
  private int complete(int ref, int outcome) {
    int status = claim(ref);
    if (status < 0) {
      return STILL_ASLEEP;
    }
    set.queues.remove(ref);
    if (outcome == SemopPlanner.APPLY) {
      applier.applyFor(ref, SemWord.pidBits(set.sleepers.pid(ref)));
    } else {
      set.memory.putInt(
          set.sleepers.statusOffset(ref), SleeperStatus.with(status, SleeperStatus.DONE, -outcome));
    }
    tell(ref, status);
    return outcome == SemopPlanner.APPLY ? DONE : FAILED;
  }

  /** Claims a waiting sleeper; answers the status it had, or -1 if it has been withdrawn. */
  private int claim(int ref) {
    while (true) {
      int status = set.sleepers.status(ref);
      if (!SleeperStatus.isWaiting(status)) {
        return -1;
      }
      if (set.sleepers.cas(ref, status, SleeperStatus.with(status, SleeperStatus.CLAIMED, 0))) {
        return status;
      }
    }
  }

  /** Lets the sleeper's thread or dispatcher know, once the gate is left. */
  private void tell(int ref, int statusBefore) {
    if (set.sleepers.isAsync(ref)) {
      bell.push(ref);
    } else if (SleeperStatus.state(statusBefore) == SleeperStatus.PARKED) {
      set.wakeLater(set.sleepers.futex(ref));
    }
  }
}
