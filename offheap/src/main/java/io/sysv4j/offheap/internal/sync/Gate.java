package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.process.Participant;

/**
 * One at a time, among all threads of all JVMs. The gate's word is the owner's participant id,
 * sealed, set by the same compare-and-swap that takes it, so an owner is never unknown.
 *
 * <p>Entering spins, then yields, then sleeps. Whoever leaves wakes one who sleeps, if he sees one:
 * plain loads and stores, without a fence between them, so a wake-up may be missed; therefore all
 * sleep is bounded, and nobody depends on the life of someone who has left. While it waits it asks
 * now and then whether the owner lives, and takes the gate over from a dead one. A live owner is
 * never robbed, however long it pauses.
 *
 * <p>A crash of the owner leaves its id in the word: the next to enter is told to recover.
 */
public final class Gate {
  private static final int PASSAGES = Long.BYTES;
  private static final int SLEEPERS = 2 * Long.BYTES;
  private static final int SOME = 1;
  private static final int ID_BITS = 48;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
  private static final int YIELDS = SPINS + 20;
  private static final long SHORTEST_NAP = 100_000;
  private static final long LONGEST_NAP = 1_000_000;
  private static final long FIRST_DOUBT = 500_000;
  private static final long LONGEST_DOUBT = 32_000_000;

  private final Memory memory;
  private final long offset;
  private final Participant me;
  private final long own;

  /** The dead owner from whom this JVM took the gate over last. */
  private long robbed;

  /** The gate at an offset of a file. */
  public Gate(Memory memory, long offset, Participant me) {
    this.memory = memory;
    this.offset = offset;
    this.me = me;
    this.own = seal(me.id());
  }

  /**
   * What stands in the word for an owner: its id, and a check of it, so that a word that was
   * damaged is nobody's rather than someone's who is not inside.
   */
  private static long seal(long participant) {
    return participant ^ participant * 0x9e3779b97f4a7c15L >>> ID_BITS << ID_BITS;
  }

  private boolean isAlive(long word) {
    long participant = word & (1L << ID_BITS) - 1;
    return word == seal(participant) && me.isAlive(participant);
  }

  /**
   * Enters.
   *
   * @return true if the last owner died inside: the caller must recover before anything else
   */
  public boolean enter() {
    return !memory.casLong(offset, 0, own) && enterSlowly();
  }

  private boolean enterSlowly() {
    for (int i = 0; i < YIELDS; i++) {
      if (memory.getLong(offset) == 0 && memory.casLong(offset, 0, own)) {
        return false;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return enterPatiently();
  }

  private boolean enterPatiently() {
    long start = System.nanoTime();
    long doubtAt = FIRST_DOUBT;
    long nap = SHORTEST_NAP;
    while (true) {
      memory.casInt(offset + SLEEPERS, memory.getInt(offset + SLEEPERS), SOME);
      long owner = memory.getLong(offset);
      if (owner == 0 && memory.casLong(offset, 0, own)) {
        return false;
      }
      if (owner != 0 && System.nanoTime() - start > doubtAt) {
        if (!isAlive(owner) && memory.casLong(offset, owner, own)) {
          robbed = owner;
          return true;
        }
        doubtAt = Math.min(doubtAt * 2, doubtAt + LONGEST_DOUBT);
      }
      if (owner != 0) {
        Linux.futexWait(memory.address(offset + SLEEPERS), SOME, nap);
        nap = Math.min(nap * 2, LONGEST_NAP);
      }
    }
  }

  /** Leaves: counts the passage, for those who look from outside, opens, and wakes the next. */
  public void leave() {
    memory.putLong(offset + PASSAGES, memory.getLong(offset + PASSAGES) + 1);
    memory.putLong(offset, 0);
    if (memory.getInt(offset + SLEEPERS) != 0) {
      wakeNext();
    }
  }

  /** Who is woken says again that there are sleepers, as there may be more of them. */
  private void wakeNext() {
    memory.putInt(offset + SLEEPERS, 0);
    Linux.futexWake(memory.address(offset + SLEEPERS), 1);
  }

  /**
   * Leaves the gate as it was found, if it is still ours: for a participant that is leaving, or may
   * be gone already, so that someone else may have taken the gate over.
   *
   * @param died what {@link #enter} answered; then the dead owner has it again
   */
  public void leaveAsFound(boolean died) {
    memory.casLong(offset, own, died ? robbed : 0);
  }

  /**
   * For a look from outside: how many have passed so far, or -1 while someone is inside. What is
   * read after this, and before {@link #isStill} says yes, was read while nobody was inside.
   */
  public long passages() {
    long passages = memory.getLong(offset + PASSAGES);
    return memory.getLong(offset) == 0 ? passages : -1;
  }

  /** The owner, if it died inside; 0 otherwise. */
  public long deadOwner() {
    long owner = memory.getLong(offset);
    return owner == 0 || isAlive(owner) ? 0 : owner;
  }

  /** Whether the owner is still the one that {@link #deadOwner} told. */
  public boolean isOwner(long owner) {
    return memory.getLong(offset) == owner;
  }

  /** Whether nobody has been inside since {@link #passages} was asked. */
  public boolean isStill(long passages) {
    return memory.getLong(offset) == 0 && memory.getLong(offset + PASSAGES) == passages;
  }
}
