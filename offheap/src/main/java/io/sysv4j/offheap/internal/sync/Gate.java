package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.process.Participant;

/**
 * One at a time, among all threads of all JVMs. The gate's word is the owner's participant id,
 * sealed, set by the same compare-and-swap that takes it, so an owner is never unknown. Which
 * thread of this JVM it is, that thread notes in its {@link Visit}.
 *
 * <p>Entering spins, then yields, then sleeps. Whoever leaves wakes one who sleeps, if he sees one:
 * plain loads and stores, without a fence between them, so a wake-up may be missed; therefore all
 * sleep is bounded, and nobody depends on the life of someone who has left. While it waits it asks
 * now and then whether the owner lives, and takes the gate over from a dead one. A live owner is
 * never robbed, however long it pauses; the caller's visit says how long it waits for one.
 *
 * <p>A crash of the owner leaves its id in the word; an error inside leaves the word {@link
 * #MARKED}, which is no owner's: in both cases the next to enter is told to recover.
 */
public final class Gate {
  /** What {@link #enter} answers. */
  public enum Entry {
    /** The caller is inside. */
    CLEAN,
    /**
     * The caller is inside, and must recover before anything else: the last owner did not leave.
     */
    RECOVER,
    /** The caller is not inside: it has waited as long as it may. */
    BUSY
  }

  private static final int PASSAGES = Long.BYTES;
  private static final int SLEEPERS = 2 * Long.BYTES;
  private static final int SOME = 1;
  private static final int ID_BITS = 48;

  /** The word of a gate whose owner failed inside and lives: no participant's, so anyone's. */
  private static final long MARKED = 1L << ID_BITS;

  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
  private static final int YIELDS = SPINS + 20;
  private static final long SHORTEST_NAP = 100_000;
  private static final long LONGEST_NAP = 1_000_000;
  private static final long FIRST_DOUBT = 500_000;
  private static final long LONGEST_DOUBT = 32_000_000;

  private final Memory memory;
  private final long offset;
  private final Participant me;
  private final Visits visits;
  private final int number;
  private final long own;
  private final boolean isSet;
  private volatile boolean isMarked;

  /** The gate of a room, at an offset of a file. */
  public Gate(Memory memory, long offset, Participant me, Visits visits, Room room) {
    this.memory = memory;
    this.offset = offset;
    this.me = me;
    this.visits = visits;
    this.own = seal(me.id());
    this.isSet = room.isSet();
    this.number = visits.enrol(room);
  }

  /**
   * What stands in the word for an owner: its id, and a check of it, so that a word that was
   * damaged is nobody's rather than someone's who is not inside.
   */
  private static long seal(long participant) {
    return participant ^ participant * 0x9e3779b97f4a7c15L >>> ID_BITS << ID_BITS;
  }

  private static long participant(long word) {
    return word & (1L << ID_BITS) - 1;
  }

  private boolean isAlive(long word) {
    return word == seal(participant(word)) && me.isAlive(participant(word));
  }

  // ---- entering ----------------------------------------------------------------------------

  /** Enters, for a visit of the calling thread, which notes it before it happens. */
  public Entry enter(Visit visit) {
    if (visit.failed || visit.where != 0) {
      visits.beforeEntering(visit);
    }
    visit.where = -number;
    if (memory.casLong(offset, 0, own)) {
      visit.where = number;
      return Entry.CLEAN;
    }
    return enterSlowly(visit);
  }

  private Entry enterSlowly(Visit visit) {
    for (int i = 0; i < YIELDS; i++) {
      visit.tries();
      long owner = memory.getLong(offset);
      if (isOpen(owner) && memory.casLong(offset, owner, own)) {
        return entered(visit, owner);
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return enterPatiently(visit);
  }

  private static boolean isOpen(long owner) {
    return owner == 0 || owner == MARKED;
  }

  private Entry entered(Visit visit, long lastOwner) {
    visit.where = number;
    return lastOwner == 0 ? Entry.CLEAN : Entry.RECOVER;
  }

  private Entry enterPatiently(Visit visit) {
    long start = System.nanoTime();
    long doubtAt = FIRST_DOUBT;
    long nap = SHORTEST_NAP;
    long seen = 0;
    long seenSince = start;
    while (true) {
      visit.tries();
      memory.casInt(offset + SLEEPERS, memory.getInt(offset + SLEEPERS), SOME);
      long owner = memory.getLong(offset);
      long now = System.nanoTime();
      boolean isOpen = isOpen(owner);
      if (owner != seen) {
        seen = owner;
        seenSince = now;
      }
      boolean isOver = visit.isLate(start, now, isSet);
      if (isOpen || isOver || now - start > doubtAt) {
        if ((isOpen || !livesOn(owner)) && memory.casLong(offset, owner, own)) {
          return entered(visit, owner);
        }
        doubtAt = Math.min(doubtAt * 2, doubtAt + LONGEST_DOUBT);
      }
      if (!isOpen && isOver) {
        visit.turnedAway(isSet, me.pidOf(participant(owner)), now - seenSince);
        visit.where = 0;
        return Entry.BUSY;
      }
      if (!isOpen) {
        rest(visit, nap);
        nap = Math.min(nap * 2, LONGEST_NAP);
      }
    }
  }

  /** Whether the owner lives and is at work; a thread of this JVM may have failed inside. */
  private boolean livesOn(long owner) {
    if (me.isLeaving()) {
      throw new NamespaceClosedException();
    }
    if (owner == own) {
      visits.lookAfter();
    }
    return isAlive(owner);
  }

  /** A virtual thread leaves its carrier to others. */
  private void rest(Visit visit, long nap) {
    if (visit.isVirtual) {
      Nap.nanos(nap);
    } else {
      Linux.futexWait(memory.address(offset + SLEEPERS), SOME, nap);
    }
  }

  // ---- leaving -----------------------------------------------------------------------------

  /** Leaves: counts the passage, for those who look from outside, opens, and wakes the next. */
  public void leave(Visit visit) {
    countPassage();
    visit.where = -number;
    memory.putLong(offset, 0);
    visit.where = 0;
    wakeNext();
  }

  private void countPassage() {
    memory.putLong(offset + PASSAGES, memory.getLong(offset + PASSAGES) + 1);
  }

  /** The sleeper that is woken says again that there are sleepers, as there may be more of them. */
  private void wakeNext() {
    if (memory.getInt(offset + SLEEPERS) != 0) {
      memory.putInt(offset + SLEEPERS, 0);
      Linux.futexWake(memory.address(offset + SLEEPERS), 1);
    }
  }

  /**
   * Leaves the gate as it was found, if it is still ours: for a participant that is leaving, or may
   * be gone already, so that another may have taken the gate over; or to come again.
   *
   * @param entry what {@link #enter} answered
   */
  public void leaveAsFound(Visit visit, Entry entry) {
    countPassage();
    visit.where = -number;
    memory.casLong(offset, own, entry == Entry.RECOVER ? MARKED : 0);
    visit.where = 0;
  }

  /** For a thread that failed inside: the next to enter recovers. */
  void mark() {
    isMarked = true;
    countPassage();
    memory.casLong(offset, own, MARKED);
    wakeNext();
  }

  /** Whether a thread of this JVM has failed inside, and nobody may have recovered since. */
  boolean isMarked() {
    return isMarked;
  }

  /** Someone has been inside since. */
  void isPassed() {
    isMarked = false;
  }

  // ---- looks from outside ------------------------------------------------------------------

  /** Whether a thread of this JVM is inside, or has failed there. */
  boolean isOwn() {
    return memory.getLong(offset) == own;
  }

  /** How many have passed so far. */
  long count() {
    return memory.getLong(offset + PASSAGES);
  }

  /**
   * For a look from outside: how many have passed so far, or -1 while someone is inside. What is
   * read after this, and before {@link #isStill} says yes, was read while nobody was inside.
   */
  public long passages() {
    long passages = count();
    return memory.getLong(offset) == 0 ? passages : -1;
  }

  /** The word of an owner that died or failed inside; 0 otherwise. */
  public long lostOwner() {
    long owner = memory.getLong(offset);
    return owner == 0 || isAlive(owner) ? 0 : owner;
  }

  /** Whether the owner is still the one that {@link #lostOwner} told. */
  public boolean isOwner(long owner) {
    return memory.getLong(offset) == owner;
  }

  /** The process inside, as it told; 0 if there is none. */
  public int ownerPid() {
    long owner = memory.getLong(offset);
    return owner == 0 ? 0 : me.pidOf(participant(owner));
  }

  /** Whether nobody has been inside since {@link #passages} was asked. */
  public boolean isStill(long passages) {
    return memory.getLong(offset) == 0 && count() == passages;
  }
}
