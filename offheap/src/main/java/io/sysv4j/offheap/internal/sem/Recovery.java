package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.sync.Wakes;

/**
 * Repairs what the dead left, under the gate.
 *
 * <p>{@link #recover} follows an owner that died inside:
 *
 * <pre>
 *   carry out the journal, if it was committed
 *   claimed sleepers wait again; queues, free records and holders are made anew from the records
 *   hand over; settle the dead; wake everyone who is done (the dead one may not have)
 * </pre>
 *
 * <p>{@link #settle} ends one participant: its sleepers go, its adjustments are applied. Every step
 * is absolute or journaled, so a death in here is repaired by doing it all again.
 */
final class Recovery {
  private final SetState set;
  private final Applier applier;
  private final HandOver handOver;
  private final AsyncBell bell;

  Recovery(SetState set, Applier applier, HandOver handOver, AsyncBell bell) {
    this.set = set;
    this.applier = applier;
    this.handOver = handOver;
    this.bell = bell;
  }

  /** The last owner of the gate died inside, or failed there. */
  void recover() {
    handOver.dead().clear();
    set.journal.redo();
    rebuildSleepers();
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      set.rows.recountHolders(semNum);
      repairWord(semNum);
    }
    if (set.state() == SetLayout.LIVE) {
      handOver.changedAll(); // what the dead one had given was taken before he ended
      settleDead();
      wakeAllDone(set.wakes());
    } else {
      alarm(set.wakes());
    }
  }

  private void rebuildSleepers() {
    int half = set.sleepers.halfPopped();
    if (half != 0) {
      takeBack(half);
    }
    set.sleepers.popped();
    int waiting = 0;
    for (int ref = set.sleepers.capacity(); ref > 0; ref--) {
      int status = set.sleepers.status(ref);
      boolean isClaimed = SleeperStatus.state(status) == SleeperStatus.CLAIMED;
      if (isClaimed) {
        int parked = SleeperStatus.with(status, SleeperStatus.PARKED, 0);
        set.memory.putInt(set.sleepers.statusOffset(ref), parked);
      }
      if (isClaimed || SleeperStatus.isWaiting(status)) {
        set.queues.link(ref, waiting);
        waiting = ref;
      }
    }
    waiting = set.queues.sort(waiting);
    set.queues.clear();
    set.sleepers.rebuildFree();
    int left = set.sleepers.capacity();
    for (int ref = waiting; ref != 0; left = set.sleepers.step(left)) {
      int next = set.queues.next(ref);
      set.queues.add(ref, set.sleepers.isConst(ref));
      nameGated(ref);
      ref = next;
    }
  }

  /** What a sleeper waits for must be gated; its enqueuer saw to that before it was published. */
  private void nameGated(int ref) {
    for (int i = set.sleepers.nsops(ref) - 1; i >= 0; i--) {
      set.gated(io.sysv4j.law.Packed.semNum(set.sleepers.op(ref, i)) % set.nsems);
    }
  }

  private void repairWord(int semNum) {
    long word = set.word(semNum);
    boolean held = set.rows.holders(semNum) > 0;
    if (held != ((word & SemWord.UNDO) != 0)) {
      word = set.gated(semNum);
      set.memory.putLong(set.wordOffset(semNum), held ? word | SemWord.UNDO : word & ~SemWord.UNDO);
    }
  }

  /** Takes back the sleepers that their owners have given back. */
  void drain() {
    int left = set.sleepers.capacity() + 1;
    for (int ref = set.sleepers.pop(); ref != 0; ref = set.sleepers.pop()) {
      left = set.sleepers.step(left);
      takeBack(ref);
      set.sleepers.popped();
    }
    if (!set.queues.isEmpty()) {
      set.queues.split();
    }
  }

  private void takeBack(int ref) {
    int state = SleeperStatus.state(set.sleepers.status(ref));
    if (state == SleeperStatus.CANCELLED || state == SleeperStatus.RETURNED) {
      set.queues.remove(ref);
      set.sleepers.free(ref);
    }
  }

  // ---- the dead --------------------------------------------------------------------------

  /**
   * Ends all participants with a row or a sleeper in the set that live no more, one after the
   * other: sleepers that one lets run do so before the next. As with Linux, an end without an undo
   * row has nobody look at his operations anew.
   *
   * @return how many
   */
  int settleDead() {
    int ended = 0;
    for (int row = set.rows.capacity() - 1; row >= 0; row--) {
      ended += settleIfDead(set.rows.owner(row));
    }
    for (int ref = set.sleepers.capacity(); ref > 0; ref--) {
      if (isInUse(ref)) {
        ended += settleIfDead(set.sleepers.owner(ref));
      }
    }
    settleFound();
    return ended;
  }

  private int settleIfDead(long participant) {
    if (participant == 0 || set.isAlive(participant)) {
      return 0;
    }
    end(participant);
    return 1;
  }

  private void end(long participant) {
    if (settle(participant)) {
      handOver.changedAll();
    }
  }

  private boolean isInUse(int ref) {
    int state = SleeperStatus.state(set.sleepers.status(ref));
    return state != SleeperStatus.FREE && state != SleeperStatus.MORE;
  }

  /** Ends participants that were found dead during a hand-over. */
  void settleFound() {
    if (handOver.dead().isEmpty()) {
      return;
    }
    for (long dead = handOver.dead().take(); dead != 0; dead = handOver.dead().take()) {
      end(dead);
    }
    if (handOver.dead().takeMore()) {
      settleDead();
    }
  }

  /** Ends a participant: withdraws its sleepers, applies its adjustments; answers if it had any. */
  private boolean settle(long participant) {
    removeSleepers(participant);
    boolean hadRow = false;
    if (participant == 0) {
      return hadRow; // a sleeper of nobody: damaged
    }
    for (int row = set.rows.find(participant); row >= 0; row = set.rows.find(participant)) {
      applier.undo(row);
      set.touchOtime(set.clock.now());
      hadRow = true;
    }
    return hadRow;
  }

  private void removeSleepers(long participant) {
    drain();
    int capacity = set.sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      if (isInUse(ref) && set.sleepers.owner(ref) == participant) {
        set.queues.remove(ref);
        set.sleepers.free(ref);
      }
    }
    set.queues.split();
  }

  /**
   * Ends this participant itself, whose threads still run: withdraws those that sleep and wakes
   * them.
   *
   * @param anyway even if a thread has not taken note of its sleeper's end; it will not then
   * @return false if a thread is just giving a sleeper back: leave the gate and come again
   */
  boolean settleSelf(boolean anyway) {
    long self = set.me.id();
    drain();
    boolean clear = true;
    int capacity = set.sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      int status = set.sleepers.status(ref);
      if (isInUse(ref) && set.sleepers.owner(ref) == self) {
        int gone = SleeperStatus.with(status, SleeperStatus.CLAIMED, 0);
        if (anyway || SleeperStatus.isWaiting(status) && set.sleepers.cas(ref, status, gone)) {
          set.queues.remove(ref);
          set.sleepers.free(ref);
          set.wakeLater(set.sleepers.futex(ref));
        } else {
          clear = false;
        }
      }
    }
    if (clear) {
      end(self);
      settleFound();
    }
    return clear;
  }

  /**
   * The set is removed, or its contents are damaged: wakes everyone who sleeps here, as far as one
   * can tell. Needs no gate.
   */
  void alarm(Wakes wakes) {
    try {
      tellAll(wakes, false);
    } catch (CorruptFileException e) {
      wakes.add(set.sleepers.futex(1)); // the others look up by themselves before long
    }
  }

  /** A death may have cost someone the wake-up: wakes everyone who is done. Needs no gate. */
  void wakeAllDone(Wakes wakes) {
    tellAll(wakes, true);
  }

  private void tellAll(Wakes wakes, boolean onlyDone) {
    int capacity = set.sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      boolean isDone = SleeperStatus.state(set.sleepers.status(ref)) == SleeperStatus.DONE;
      if (onlyDone ? isDone : isInUse(ref)) {
        if (set.sleepers.isAsync(ref)) {
          bell.askToRescan(set.sleepers.owner(ref), wakes);
        } else {
          unpark(ref);
          wakes.add(set.sleepers.futex(ref));
        }
      }
    }
  }

  /** Changes the word that the thread of a sleeper waits on: it may be just about to wait. */
  private void unpark(int ref) {
    int status = set.sleepers.status(ref);
    if (SleeperStatus.state(status) == SleeperStatus.PARKED) {
      set.sleepers.cas(ref, status, SleeperStatus.with(status, SleeperStatus.WAITING, 0));
    }
  }

  /** Whether a participant that is dead has left anything here. Needs no gate. */
  boolean hasLeftAnything(long dead) {
    if (set.gate.lostOwner() != 0 || set.rows.find(dead) >= 0) {
      return true;
    }
    for (int ref = set.sleepers.capacity(); ref > 0; ref--) {
      if (isInUse(ref) && set.sleepers.owner(ref) == dead) {
        return true;
      }
    }
    return false;
  }
}
