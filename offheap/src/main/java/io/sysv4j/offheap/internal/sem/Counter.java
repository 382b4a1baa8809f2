package io.sysv4j.offheap.internal.sem;

import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.sync.Queues;

/**
 * Counts who waits for a semaphore (GETNCNT, GETZCNT). A sleeper counts on one semaphore: that of
 * the operation that could not proceed when it was last evaluated.
 */
final class Counter {
  private final SetState set;

  Counter(SetState set) {
    this.set = set;
  }

  int count(int semNum, boolean zero) {
    int own = waiting(zero ? Queues.constant(semNum) : Queues.alter(semNum));
    int shared = blockedOn(Queues.ALTER, semNum, zero);
    return own + shared + (zero ? blockedOn(Queues.CONST, semNum, true) : 0);
  }

  private int waiting(int queue) {
    int count = 0;
    int left = set.sleepers.capacity();
    for (int ref = set.queues.first(queue); ref != 0; ref = set.queues.next(ref)) {
      left = set.sleepers.step(left);
      count += SleeperStatus.isWaiting(set.sleepers.status(ref)) ? 1 : 0;
    }
    return count;
  }

  private int blockedOn(int queue, int semNum, boolean zero) {
    int count = 0;
    int left = set.sleepers.capacity();
    for (int ref = set.queues.first(queue); ref != 0; ref = set.queues.next(ref)) {
      left = set.sleepers.step(left);
      long op = set.sleepers.op(ref, set.sleepers.blocking(ref));
      boolean counts =
          Packed.semNum(op) == semNum
              && (zero ? Packed.semOp(op) == 0 : Packed.semOp(op) < 0)
              && SleeperStatus.isWaiting(set.sleepers.status(ref));
      count += counts ? 1 : 0;
    }
    return count;
  }
}
