package io.sysv4j.examples.demo;

import static io.sysv4j.examples.demo.Sems.FREE;
import static io.sysv4j.examples.demo.Sems.FULL;
import static io.sysv4j.examples.demo.Sems.LEFT;
import static io.sysv4j.examples.demo.Sems.MUTEX;

import io.sysv4j.Errno;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bounded buffer between processes, of which any may be killed at any instruction: no chunk is
 * lost, none arrives twice, and nobody waits for the dead. Each worker process has one, on the same
 * {@link Segment} and the same semaphore set ({@link Sems}).
 *
 * <h2>What is where</h2>
 *
 * <p>The slot words in the segment are the truth; the semaphores FREE, FULL and LEFT count it, so
 * that workers can sleep until there is something to do. A slot is <em>fillable</em> when it is
 * EMPTY, or FILLING by a dead owner, and <em>drainable</em> when it is FILLED, or DRAINING by a
 * dead owner. Whenever MUTEX is free,
 *
 * <pre>
 * FREE = fillable slots      FULL = drainable slots      LEFT = chunks never claimed + slots in use
 * </pre>
 *
 * <h2>How a chunk travels</h2>
 *
 * <pre>
 * fill    1  semop  FREE -1 undo, MUTEX -1 undo
 *         2         slot word := FILLING by me, with the next chunk
 *         3  semop  MUTEX +1 undo
 *         4         copy the chunk from the file into the slot
 *         5  semop  MUTEX -1 undo
 *         6         ledger: filled by me;  slot word := FILLED
 *         7  semop  FREE +1 undo, FREE -1, FULL +1, MUTEX +1 undo
 * drain   1  semop  FULL -1 undo, MUTEX -1 undo
 *         2         slot word := DRAINING by me
 *         3  semop  MUTEX +1 undo
 *         4         copy the chunk from the slot to its place in the file
 *         5  semop  MUTEX -1 undo
 *         6         ledger: drained by me;  slot word := EMPTY
 *         7  semop  FULL +1 undo, FULL -1, FREE +1, LEFT -1, MUTEX +1 undo
 * </pre>
 *
 * <p>Step 1 takes both semaphores or none: nobody sleeps with the mutex in hand. In step 7, {@code
 * FREE +1 undo, FREE -1} leaves the value alone and settles the worker's debt: the unit that it had
 * borrowed (a death would have returned it) is now spent (a death returns nothing). In the same
 * atomic step the unit appears on the other side.
 *
 * <h2>What a death leaves</h2>
 *
 * <p>The death of a process undoes what it borrowed, in one instant for the whole set: its unit of
 * FREE or FULL comes back, MUTEX comes back, and its {@linkplain Sems#life life} becomes 0, which
 * is how everybody knows. By the step after which it died:
 *
 * <ul>
 *   <li>1 (and 5, before any store): the unit is back, the slot word was not touched.
 *   <li>2 to 5: the unit is back, and the slot is FILLING or DRAINING by a dead owner, so it counts
 *       again: whoever takes the unit finds it and begins again. A half-filled slot is overwritten;
 *       a half-written part of the file is written again, the same bytes to the same place.
 *   <li>6, after the ledger: as before; but an heir that finds the chunk in the ledger as drained
 *       does not write it again. So a chunk enters the ledger once, and is in the file when it
 *       does.
 *   <li>6, after the slot word: the one case in which the counts are wrong, by the step 7 that did
 *       not happen. Whoever begins work, and whoever has a unit but finds no slot for it,
 *       {@linkplain #recountAndLeave recounts}: it corrects the semaphores from the slot words in
 *       one semop. Recounting is right at any time, as slot words and counts change only under
 *       MUTEX; a death meanwhile moves a unit and the slot that it stands for together.
 *   <li>7: everything is done.
 * </ul>
 *
 * <p>The number of the next chunk is not stored anywhere: it is one more than the largest in the
 * slot words, an EMPTY slot's word included. A seat is never used twice, so a dead owner stays
 * dead.
 */
final class BoundedBuffer {
  private final IpcNamespace ns;
  private final int semid;
  private final Segment segment;
  private final Geometry geometry;
  private final int seat;
  private final Witness witness;

  BoundedBuffer(IpcNamespace ns, int semid, Segment segment, int seat, Witness witness) {
    this.ns = ns;
    this.semid = semid;
    this.segment = segment;
    this.geometry = segment.geometry();
    this.seat = seat;
    this.witness = witness;
  }

  /** Sets the semaphores for a segment that is all zeros; once, before any worker. */
  static void prepare(IpcNamespace ns, int semid, Geometry geometry) {
    int[] values = new int[Sems.count(geometry.seats())];
    values[MUTEX] = 1;
    values[FREE] = geometry.slots();
    values[LEFT] = geometry.chunks();
    ns.setAll(semid, values);
  }

  /** Begins work on this seat: puts right what the dead have left, and is alive from then on. */
  void signOn() {
    semop(Sembuf.undo(MUTEX, -1));
    recountAndLeave(Sembuf.undo(Sems.life(seat), +1));
  }

  /** Takes a slot to fill, as soon as there is one; empty when every chunk has been taken. */
  Optional<Claim> claimToFill() {
    while (true) {
      semop(Sembuf.undo(FREE, -1), Sembuf.undo(MUTEX, -1));
      Optional<Claim> claim = findToFill();
      if (claim.isPresent()) {
        take(claim.get(), Phase.FILLING);
        return claim;
      }
      semop(Sembuf.undo(FREE, +1));
      if (nextChunk() == geometry.chunks()) {
        semop(Sembuf.undo(MUTEX, +1));
        return Optional.empty();
      }
      recountAndLeave();
    }
  }

  /** The slot holds all of its chunk now. */
  void filled(Claim claim) {
    semop(Sembuf.undo(MUTEX, -1));
    segment.fillerOf(claim.chunk(), seat);
    segment.slot(claim.slot(), new SlotWord(Phase.FILLED, seat, claim.chunk()));
    witness.at(Instant.FILLED_UNCOUNTED, claim.chunk());
    semop(Sembuf.undo(FREE, +1), Sembuf.of(FREE, -1), Sembuf.of(FULL, +1), Sembuf.undo(MUTEX, +1));
  }

  /** Takes a slot to drain, as soon as there is one: that with the earliest chunk. */
  Claim claimToDrain() {
    while (true) {
      semop(Sembuf.undo(FULL, -1), Sembuf.undo(MUTEX, -1));
      Optional<Claim> claim = findToDrain();
      if (claim.isPresent()) {
        take(claim.get(), Phase.DRAINING);
        return claim.get();
      }
      semop(Sembuf.undo(FULL, +1));
      recountAndLeave();
    }
  }

  /** Whether a dead worker had brought this chunk to the file, all but the last step. */
  boolean hasArrived(Claim claim) {
    return segment.drainerOf(claim.chunk()) >= 0;
  }

  /** The chunk is in the file, and its slot can be used again. */
  void drained(Claim claim) {
    semop(Sembuf.undo(MUTEX, -1));
    if (!hasArrived(claim)) {
      segment.drainerOf(claim.chunk(), seat);
    } else if (!claim.isInherited()) {
      throw new IllegalStateException("chunk " + claim.chunk() + " has arrived twice");
    }
    segment.slot(claim.slot(), new SlotWord(Phase.EMPTY, seat, claim.chunk()));
    witness.at(Instant.DRAINED_UNCOUNTED, claim.chunk());
    semop(
        Sembuf.undo(FULL, +1),
        Sembuf.of(FULL, -1),
        Sembuf.of(FREE, +1),
        Sembuf.of(LEFT, -1),
        Sembuf.undo(MUTEX, +1));
  }

  // ---- under MUTEX ------------------------------------------------------------------------

  private Optional<Claim> findToFill() {
    int empty = -1;
    for (int slot = 0; slot < geometry.slots(); slot++) {
      SlotWord word = segment.slot(slot);
      if (word.phase() == Phase.FILLING && isDead(word.owner())) {
        return Optional.of(new Claim(slot, word.chunk(), word.owner()));
      }
      if (word.phase() == Phase.EMPTY) {
        empty = slot;
      }
    }
    int next = nextChunk();
    return empty < 0 || next == geometry.chunks()
        ? Optional.empty()
        : Optional.of(new Claim(empty, next, Claim.NOBODY));
  }

  private Optional<Claim> findToDrain() {
    Claim first = null;
    for (int slot = 0; slot < geometry.slots(); slot++) {
      SlotWord word = segment.slot(slot);
      if (isDrainable(word) && (first == null || word.chunk() < first.chunk())) {
        int heirOf = word.phase() == Phase.DRAINING ? word.owner() : Claim.NOBODY;
        first = new Claim(slot, word.chunk(), heirOf);
      }
    }
    return Optional.ofNullable(first);
  }

  private int nextChunk() {
    int last = -1;
    for (int slot = 0; slot < geometry.slots(); slot++) {
      last = Math.max(last, segment.slot(slot).chunk());
    }
    return last + 1;
  }

  /** Makes the slot this worker's own, and leaves. */
  private void take(Claim claim, Phase phase) {
    segment.slot(claim.slot(), new SlotWord(phase, seat, claim.chunk()));
    semop(Sembuf.undo(MUTEX, +1));
    if (claim.isInherited()) {
      segment.seat(seat, segment.seat(seat).plusRedone());
      witness.redoing(claim);
    }
  }

  /**
   * Counts the slots, corrects the semaphores if they say otherwise, and leaves, all in one semop.
   * It never sleeps: what it takes away is more than there should be, and nobody else can take it,
   * as whoever takes needs MUTEX too.
   */
  private void recountAndLeave(Sembuf... more) {
    int[] counted = ns.getAll(semid);
    int[] actual = counted.clone();
    actual[FREE] = 0;
    actual[FULL] = 0;
    actual[LEFT] = geometry.chunks() - nextChunk();
    for (int slot = 0; slot < geometry.slots(); slot++) {
      SlotWord word = segment.slot(slot);
      boolean ownerIsDead = counted[Sems.life(word.owner())] == 0;
      actual[FREE] += isFillable(word, ownerIsDead) ? 1 : 0;
      actual[FULL] += isDrainable(word, ownerIsDead) ? 1 : 0;
      actual[LEFT] += word.phase() == Phase.EMPTY ? 0 : 1;
    }
    List<Sembuf> sops = new ArrayList<>(List.of(more));
    for (int sem : new int[] {FREE, FULL, LEFT}) {
      if (actual[sem] != counted[sem]) {
        sops.add(Sembuf.of(sem, actual[sem] - counted[sem]));
      }
    }
    sops.add(Sembuf.undo(MUTEX, +1));
    semop(sops.toArray(Sembuf[]::new));
    for (int sem : new int[] {FREE, FULL, LEFT}) {
      if (actual[sem] != counted[sem]) {
        witness.corrected(new Correction(sem, counted[sem], actual[sem]));
      }
    }
  }

  private boolean isDead(int owner) {
    return ns.getVal(semid, Sems.life(owner)) == 0;
  }

  private boolean isDrainable(SlotWord word) {
    return isDrainable(word, word.phase() == Phase.DRAINING && isDead(word.owner()));
  }

  private static boolean isFillable(SlotWord word, boolean ownerIsDead) {
    return word.phase() == Phase.EMPTY || word.phase() == Phase.FILLING && ownerIsDead;
  }

  private static boolean isDrainable(SlotWord word, boolean ownerIsDead) {
    return word.phase() == Phase.FILLED || word.phase() == Phase.DRAINING && ownerIsDead;
  }

  /** Does the operations; when they make it sleep, notes that on the worker's seat. */
  private void semop(Sembuf... sops) {
    if (ns.trySemop(semid, sops) == Errno.SUCCESS) {
      return;
    }
    long begin = System.nanoTime();
    ns.semop(semid, sops);
    segment.seat(seat, segment.seat(seat).plusSleep(System.nanoTime() - begin));
  }
}
