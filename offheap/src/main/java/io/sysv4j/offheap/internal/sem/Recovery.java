package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

  /** The last owner of the gate died inside. */
  void recover() {
    set.journal.redo();
    rebuildSleepers();
    for (int semNum = 0; semNum < set.nsems; semNum++) {
      set.rows.recountHolders(semNum);
      repairWord(semNum);
    }
    if (set.state() == SetLayout.REMOVED) {
      handOver.removed();
    } else {
      handOver.changedAll(); // what the dead one had given was taken before he ended
      settleAll(findDead());
    }
    wakeAllDone();
  }

  private void rebuildSleepers() {
    int half = set.sleepers.halfPopped();
    if (half != 0) {
      takeBack(half);
    }
    set.sleepers.popped();
    List<Integer> waiting = new ArrayList<>();
    int capacity = set.sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      int status = set.sleepers.status(ref);
      if (SleeperStatus.state(status) == SleeperStatus.CLAIMED) {
        int parked = SleeperStatus.with(status, SleeperStatus.PARKED, 0);
        set.memory.putInt(set.sleepers.statusOffset(ref), parked);
        waiting.add(ref);
      } else if (SleeperStatus.isWaiting(status)) {
        waiting.add(ref);
      }
    }
    waiting.sort(Comparator.comparingLong(set.sleepers::ticket));
    set.queues.clear();
    set.sleepers.rebuildFree();
    for (int ref : waiting) {
      set.queues.add(ref, set.sleepers.isConst(ref));
      nameGated(ref);
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

  /** Participants with a row or a sleeper in the set that live no more. */
  Set<Long> findDead() {
    Set<Long> owners = new LinkedHashSet<>();
    for (int row = set.rows.capacity() - 1; row >= 0; row--) {
      owners.add(set.rows.owner(row));
    }
    for (int ref = set.sleepers.capacity(); ref > 0; ref--) {
      if (isInUse(ref)) {
        owners.add(set.sleepers.owner(ref));
      }
    }
    owners.removeIf(owner -> owner == 0 || set.isAlive(owner));
    return owners;
  }

  private boolean isInUse(int ref) {
    int state = SleeperStatus.state(set.sleepers.status(ref));
    return state != SleeperStatus.FREE && state != SleeperStatus.MORE;
  }

  /**
   * Ends participants, one after the other: sleepers that one lets run do so before the next. As
   * with Linux, an end without an undo row has nobody look at his operations anew.
   */
  void settleAll(Iterable<Long> participants) {
    for (long participant : participants) {
      if (settle(participant)) {
        handOver.changedAll();
      }
    }
    settleFound();
  }

  /** Ends participants that were found dead during a hand-over. */
  void settleFound() {
    while (!handOver.dead().isEmpty()) {
      List<Long> dead = new ArrayList<>(handOver.dead());
      handOver.dead().clear();
      settleAll(dead);
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
      settleAll(List.of(self));
    }
    return clear;
  }

  /** The set's contents are damaged: wakes everyone who may sleep here, as far as one can tell. */
  void alarm() {
    Set<Long> dispatchers = new LinkedHashSet<>();
    try {
      int capacity = set.sleepers.capacity();
      for (int ref = 1; ref <= capacity; ref++) {
        if (isInUse(ref) && set.sleepers.isAsync(ref)) {
          dispatchers.add(set.sleepers.owner(ref));
        } else if (isInUse(ref)) {
          set.wakeLater(set.sleepers.futex(ref));
        }
      }
    } catch (CorruptFileException e) {
      set.wakeLater(set.sleepers.futex(1)); // the others look up by themselves before long
    }
    dispatchers.forEach(bell::askToRescan);
  }

  /** A death may have cost someone the wake-up: wakes everyone who is done. */
  void wakeAllDone() {
    Set<Long> dispatchers = new LinkedHashSet<>();
    int capacity = set.sleepers.capacity();
    for (int ref = 1; ref <= capacity; ref++) {
      if (SleeperStatus.state(set.sleepers.status(ref)) == SleeperStatus.DONE) {
        if (set.sleepers.isAsync(ref)) {
          dispatchers.add(set.sleepers.owner(ref));
        } else {
          set.wakeLater(set.sleepers.futex(ref));
        }
      }
    }
    dispatchers.forEach(bell::askToRescan);
  }
}
