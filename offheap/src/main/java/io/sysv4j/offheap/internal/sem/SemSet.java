package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.CoarseClock;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Growth;
import io.sysv4j.offheap.internal.sync.Sleeping;
import io.sysv4j.offheap.internal.sync.SpinBudget;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;

/**
 * One set of semaphores, as this JVM sees it. Arguments have been checked; answers are 0 or more,
 * or the negative number of an {@link Errno}.
 *
 * <p>{@link #fast} is one compare-and-swap on the semaphore's word. All else happens under the
 * set's gate, on words that are gated. Thread-safe.
 *
 * <p>A crash anywhere leaves the gate with a dead owner, or a dead participant's row and sleepers;
 * the next to enter, or to look, repairs it ({@link Recovery}).
 */
public final class SemSet {
  /** {@link #fast}: it can't say; {@link #semop} can. */
  public static final int SLOW = Integer.MIN_VALUE;

  /** {@link #semop}: the caller sleeps; its {@link Sleeping} was told. */
  public static final int ASLEEP = 1;

  private static final int OK = 0;

  /** How long {@link #close} waits for threads to take note of their sleepers' ends. */
  private static final long PATIENCE = 3_000_000_000L;

  private final int semid;
  private final Memory memory;
  private final long sems;
  private final long pidBits;
  private final CoarseClock clock;
  private final SetState set;
  private final Applier applier;
  private final HandOver handOver;
  private final Recovery recovery;
  private final Passage passage;
  private final Others others;
  private final SetControl control;
  private final OwnSleepers sleepers;
  private final Visits visits;
  private int row = -1;

  /** The set in a mapped file. */
  public SemSet(
      int semid,
      MappedFile file,
      Memory memory,
      Participant me,
      Memory namespace,
      int semopm,
      int spin,
      Visits visits,
      CoarseClock clock) {
    this.semid = semid;
    int nsems = file.header().b();
    set =
        new SetState(
            file, memory, namespace, new SetLayout(nsems, semopm), nsems, me, visits, clock);
    this.memory = memory;
    this.sems = set.sems;
    this.pidBits = set.pidBits;
    this.clock = clock;
    this.visits = visits;
    applier = new Applier(set);
    AsyncBell bell = new AsyncBell(set, namespace, semid);
    handOver = new HandOver(set, applier, bell);
    recovery = new Recovery(set, applier, handOver, bell);
    passage = new Passage(set, applier, recovery, visits);
    set.passBy(() -> passage.insideSoon(() -> OK) != Passage.BUSY);
    others = new Others(set, applier, handOver, recovery);
    control = new SetControl(set, passage, applier, handOver, recovery, others, visits);
    sleepers = new OwnSleepers(semid, set, passage, others, new SpinBudget(spin));
  }

  /** Fills the memory of a new set. */
  public static void fill(Memory memory, int nsems, int semopm) {
    SetState.fill(memory, new SetLayout(nsems, semopm));
  }

  /** The identifier. */
  public int semid() {
    return semid;
  }

  /** How many semaphores it has. */
  public int nsems() {
    return set.nsems;
  }

  /** The file it is in. */
  public MappedFile file() {
    return set.file;
  }

  // ---- the fast path ---------------------------------------------------------------------

  /**
   * One operation without SEM_UNDO, by one compare-and-swap.
   *
   * @return 0, -EAGAIN, -ERANGE, or {@link #SLOW}
   */
  public int fast(int semNum, int semOp) {
    long offset = sems + (long) semNum * SetLayout.SEM;
    while (true) {
      long word = memory.getLong(offset);
      if (SemWord.blocks(word, semOp)) {
        return others.surelyBlock(semNum, semOp) ? -Errno.EAGAIN.number() : SLOW;
      }
      if ((word & SemWord.GATED) != 0) {
        return SLOW;
      }
      int val = SemWord.value(word) + semOp;
      if (val > Ipc.SEMVMX) {
        return -Errno.ERANGE.number();
      }
      long next = SemWord.word(val, pidBits, 0);
      if (next == word || memory.casLong(offset, word, next)) {
        set.touchOtime(clock.seconds());
        return OK;
      }
    }
  }

  /** Whether an operation might be possible now: a look at the word, whatever is going on. */
  public boolean looksPossible(int semNum, int semOp) {
    return !SemWord.blocks(memory.getLong(sems + (long) semNum * SetLayout.SEM), semOp);
  }

  // ---- under the gate --------------------------------------------------------------------

  /**
   * An array of operations.
   *
   * @param visit of the calling thread; notes the sleeper if it falls asleep, until {@link
   *     Visit#isAwake}
   * @param sops whose every sem_num is in the set
   * @param sleeping what sleeps if it can't be done now; null = nothing: EAGAIN
   * @return 0, {@link #ASLEEP}, or the negative errno; EBUSY if the gate can't be entered in time
   */
  public int semop(Visit visit, Sops sops, Sleeping sleeping) {
    try {
      int result = semopOnce(visit, sops, sleeping);
      while (result == Growth.AGAIN) {
        result = set.grow();
        result = result < 0 ? result : semopOnce(visit, sops, sleeping);
      }
      return result;
    } catch (CorruptFileException e) {
      passage.damaged(visit);
      throw e;
    } catch (Throwable e) {
      visit.failed = true;
      passage.failed(visit);
      throw e;
    }
  }

  private int semopOnce(Visit visit, Sops sops, Sleeping sleeping) {
    int state = passage.enterCalm(visit, sops.count());
    if (state == Passage.BUSY) {
      return state;
    }
    int result = state == SetLayout.LIVE ? semopInside(visit, sops, sleeping) : set.notLive(state);
    recovery.settleFound();
    set.leave(visit);
    return result;
  }

  private int semopInside(Visit visit, Sops sops, Sleeping sleeping) {
    int taken = sops.hasUndo() ? takeRow() : OK;
    if (taken < 0) {
      return taken;
    }
    int outcome = applier.plan(sops.packed(), sops.count(), row);
    if (others.matter(sops, outcome, row)) {
      if (!set.isKnown()) {
        return Growth.AGAIN;
      }
      if (others.settleHolders(sops, row)) {
        outcome = applier.plan(sops.packed(), sops.count(), row);
      }
    }
    if (outcome == SemopPlanner.APPLY) {
      applier.apply(set.pidBits);
      set.touchOtime(set.clock.seconds());
      if (sops.alters()) {
        handOver.changed(sops.packed(), sops.count());
      }
      if (sops.count() == 1 && !sops.hasUndo()) {
        applier.relax(sops.highest());
      }
      return OK;
    }
    if (outcome < 0 || sleeping == null) {
      return outcome < 0 ? outcome : -Errno.EAGAIN.number();
    }
    return set.isKnown() ? fallAsleep(visit, sops, sleeping) : Growth.AGAIN;
  }

  /**
   * Makes this participant's undo row, if it has none.
   *
   * @return the negative errno if there is no room for it
   */
  public int prepareUndo() {
    return passage.inside(this::takeRow);
  }

  /** Whether this participant has an undo row here. */
  public boolean hasRow() {
    return row >= 0;
  }

  private int takeRow() {
    if (row < 0) {
      int taken = set.rows.find(set.me.id()); // if an error struck before it was noted here
      taken = taken >= 0 ? taken : set.rows.take(set.me.id(), set.me.pid(), set.me.nextRow());
      if (taken < 0) {
        return taken;
      }
      row = taken;
    }
    return OK;
  }

  private int fallAsleep(Visit visit, Sops sops, Sleeping sleeping) {
    int ref =
        set.sleepers.make(
            sops.packed(),
            sops.count(),
            set.me.id(),
            set.me.pid(),
            sops.hasUndo() ? row : -1,
            sleeping.isAsync());
    if (ref < 0) {
      return ref;
    }
    set.sleepers.setBlocking(ref, applier.plan().blockingOp());
    set.queues.add(ref, !sops.alters());
    for (int i = 0; i < sops.count(); i++) {
      set.gated(sops.num(i));
    }
    int status = set.sleepers.waitingStatus(ref);
    sleeping.fellAsleep(ref, status);
    visit.fallsAsleep(ref, status);
    set.sleepers.publish(ref, status);
    return ASLEEP;
  }

  // ---- the dead --------------------------------------------------------------------------

  /** Ends all participants that left something here and live no more, if the gate lets us soon. */
  public void settleDead() {
    passage.insideSoon(others::settleDead);
  }

  /**
   * Ends a participant that was seen to die, and others that have. It may have left the gate and
   * not have come to wake those whom it completed inside.
   *
   * @return false if another is inside the gate for long, so that it could not be ended
   */
  public boolean settleDeath(long dead) {
    Visit visit = visits.mine();
    recovery.wakeAllDone(visit.wakes());
    visit.wakes().run();
    return !recovery.hasLeftAnything(dead)
        || passage.insideSoon(recovery::settleDead) != Passage.BUSY;
  }

  /** The number of a participant's undo row among all its rows, 0 = it has none here. */
  public int rowNumber(long participant) {
    int found = set.rows.find(participant);
    return found < 0 ? 0 : set.rows.serial(found);
  }

  // ---- other views -----------------------------------------------------------------------

  /** The semctl commands. */
  public SetControl control() {
    return control;
  }

  /** The sleepers, for those of this JVM. */
  public OwnSleepers sleepers() {
    return sleepers;
  }

  /** The set for a caller who may only read it. */
  public Onlooker onlooker() {
    return new Onlooker(set, visits);
  }

  /** No thread of this JVM begins anything here from now on. */
  public void stop() {
    passage.close();
  }

  /**
   * Ends this participant in this set, as its exit would. It has been stopped, and no thread of
   * this JVM is inside.
   *
   * @param until how long it may wait for the gate, by {@link System#nanoTime}
   * @return false if another is inside the gate for so long: then what is left here is ended when
   *     others see that the participant lives no more
   */
  public boolean close(long until) {
    if (!recovery.hasLeftAnything(set.me.id())) {
      return true;
    }
    Visit visit = visits.mine();
    visit.waits(Math.max(0, until - System.nanoTime()), false, Visit.FOREVER);
    try {
      return leaveSet(visit);
    } catch (Throwable e) {
      visit.failed = true;
      passage.failed(visit);
      throw e;
    }
  }

  private boolean leaveSet(Visit visit) {
    boolean clear = false;
    long start = System.nanoTime();
    while (!clear) {
      if (passage.enterAtLast(visit) == Passage.BUSY) {
        return false;
      }
      boolean anyway = System.nanoTime() - start > PATIENCE;
      clear = set.state() != SetLayout.LIVE || recovery.settleSelf(anyway);
      set.leave(visit);
      Thread.yield();
    }
    return true;
  }
}
