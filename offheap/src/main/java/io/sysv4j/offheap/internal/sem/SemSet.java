package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.CoarseClock;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Dispatcher;
import io.sysv4j.offheap.internal.sync.NamespaceClosedException;
import io.sysv4j.offheap.internal.sync.Sleeping;
import io.sysv4j.offheap.internal.sync.SpinBudget;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
public final class SemSet implements Dispatcher.Source {
  /** {@link #fast}: it can't say; {@link #semop} can. */
  public static final int SLOW = Integer.MIN_VALUE;

  /** {@link #semop}: the caller sleeps; its {@link Sleeping} was told. */
  public static final int ASLEEP = 1;

  private static final int OK = 0;

  /** How long {@link #close} waits for threads to take note of their sleepers' ends. */
  private static final long PATIENCE = 3_000_000_000L;

  private final int semid;
  private final SetState set;
  private final Applier applier;
  private final HandOver handOver;
  private final Recovery recovery;
  private final SpinBudget spinBudget;
  private final long[] one = new long[1];
  private int row = -1;
  private volatile boolean closed;

  /** The set in a mapped file. */
  public SemSet(
      int semid,
      MappedFile file,
      Memory memory,
      Participant me,
      Memory namespace,
      int semopm,
      int spin,
      CoarseClock clock) {
    this.semid = semid;
    this.spinBudget = new SpinBudget(spin);
    int nsems = file.header().b();
    set = new SetState(file, memory, namespace, new SetLayout(nsems, semopm), nsems, me, clock);
    applier = new Applier(set);
    AsyncBell bell = new AsyncBell(set, namespace, semid);
    handOver = new HandOver(set, applier, bell);
    recovery = new Recovery(set, applier, handOver, bell);
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
   * @param nowait whether EAGAIN is an answer, or the caller would sleep
   * @return 0, -EAGAIN, -ERANGE, or {@link #SLOW}
   */
  public int fast(int semNum, int semOp, boolean nowait) {
    long offset = set.wordOffset(semNum);
    while (true) {
      long word = set.memory.getLong(offset);
      int val = SemWord.value(word) + semOp;
      if (semOp == 0 ? val != 0 : val < 0) {
        return nowait && isBlocked(settledWord(semNum), semOp) ? -Errno.EAGAIN.number() : SLOW;
      }
      if ((word & SemWord.GATED) != 0) {
        return SLOW;
      }
      if (val > Ipc.SEMVMX) {
        return -Errno.ERANGE.number();
      }
      long next = SemWord.word(val, set.pidBits, 0);
      if (next == word || set.memory.casLong(offset, word, next)) {
        set.touchOtime(set.clock.seconds());
        return OK;
      }
    }
  }

  private static boolean isBlocked(long settledWord, int semOp) {
    int val = SemWord.value(settledWord);
    return settledWord >= 0 && (semOp == 0 ? val != 0 : val + semOp < 0);
  }

  /**
   * A semaphore's word as a caller may be told it: not from the midst of a passage through the
   * gate, and dependent on nobody's life.
   *
   * @return the word, or -1 if that takes the gate
   */
  private long settledWord(int semNum) {
    long word = set.word(semNum);
    if ((word & SemWord.GATED) == 0) {
      return word;
    }
    long passages = set.gate.passages();
    word = set.word(semNum);
    boolean depends = (word & SemWord.UNDO) != 0 || !set.queues.isEmpty() && hasOthers();
    return !depends && passages >= 0 && set.gate.isStill(passages) ? word : -1;
  }

  // ---- under the gate --------------------------------------------------------------------

  /** What is done under the gate. */
  private interface Inside {
    int run();
  }

  /** Does something under the gate, if the set is live. */
  private int inside(Inside body) {
    int state = enter();
    try {
      int result = state == SetLayout.LIVE ? body.run() : set.notLive(state);
      recovery.settleFound();
      return result;
    } catch (RuntimeException | Error e) {
      throw repaired(e);
    } finally {
      set.leave();
    }
  }

  /** Enters the gate, repairs what the last owner left, takes back sleepers; answers the state. */
  private int enter() {
    boolean died = set.gate.enter();
    if (closed) {
      set.gate.leaveAsFound(died); // our participant may be gone already
      throw new NamespaceClosedException();
    }
    try {
      if (died) {
        recovery.recover();
      }
      recovery.drain();
      return set.state();
    } catch (RuntimeException | Error e) {
      RuntimeException corrupt = repaired(e);
      set.leave();
      throw corrupt;
    }
  }

  /** Something was thrown inside: what was half done is undone or finished, as after a death. */
  private RuntimeException repaired(Throwable thrown) {
    if (thrown instanceof CorruptFileException e) {
      set.memory.putInt(SetLayout.STATE, SetLayout.CORRUPT);
      recovery.alarm();
      return e;
    }
    recovery.recover();
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  /**
   * An array of operations.
   *
   * @param sops packed operations; every sem_num is in the set
   * @param sleeping who sleeps if it can't be done now; null = nobody: EAGAIN
   * @return 0, {@link #ASLEEP}, or the negative errno
   */
  public int semop(long[] sops, int nsops, Sleeping sleeping) {
    int state = enter();
    try {
      int result =
          state == SetLayout.LIVE ? semopInside(sops, nsops, sleeping) : set.notLive(state);
      recovery.settleFound();
      return result;
    } catch (RuntimeException | Error e) {
      throw repaired(e);
    } finally {
      set.leave();
    }
  }

  /** As {@link #semop(long[], int, Sleeping)} for one operation that must not sleep. */
  public int tryOne(long sop) {
    int state = enter();
    try {
      one[0] = sop;
      int result = state == SetLayout.LIVE ? semopInside(one, 1, null) : set.notLive(state);
      recovery.settleFound();
      return result;
    } catch (RuntimeException | Error e) {
      throw repaired(e);
    } finally {
      set.leave();
    }
  }

  private int semopInside(long[] sops, int nsops, Sleeping sleeping) {
    boolean hasUndo = false;
    boolean alters = false;
    for (int i = 0; i < nsops; i++) {
      hasUndo |= Packed.isUndo(sops[i]);
      alters |= Packed.semOp(sops[i]) != 0;
    }
    int taken = hasUndo ? takeRow() : OK;
    if (taken < 0) {
      return taken;
    }
    int outcome = applier.plan(sops, nsops, row);
    if (othersMatter(sops, nsops, outcome) && settleHolders(sops, nsops)) {
      outcome = applier.plan(sops, nsops, row);
    }
    if (outcome == SemopPlanner.APPLY) {
      applier.apply(set.pidBits);
      set.touchOtime(set.clock.seconds());
      if (alters) {
        handOver.changed(sops, nsops);
      }
      settleWords(sops, nsops, hasUndo);
      return OK;
    }
    if (outcome < 0 || sleeping == null) {
      return outcome < 0 ? outcome : -Errno.EAGAIN.number();
    }
    return fallAsleep(sops, nsops, hasUndo, !alters, sleeping);
  }

  private void settleWords(long[] sops, int nsops, boolean hasUndo) {
    if (nsops == 1 && !hasUndo) {
      applier.relax(Packed.semNum(sops[0]));
    } else {
      for (int i = 0; i < nsops; i++) {
        applier.keepGated(Packed.semNum(sops[i]));
      }
    }
  }

  /**
   * Makes this participant's undo row, if it has none.
   *
   * @return the negative errno if there is no room for it
   */
  public int prepareUndo() {
    return inside(this::takeRow);
  }

  private int takeRow() {
    if (row < 0) {
      int taken = set.rows.take(set.me.id(), set.me.pid(), set.me.nextRow());
      if (taken < 0) {
        return taken;
      }
      row = taken;
    }
    return OK;
  }

  private int fallAsleep(
      long[] sops, int nsops, boolean hasUndo, boolean isConst, Sleeping sleeping) {
    int ref =
        set.sleepers.make(
            sops, nsops, set.me.id(), set.me.pid(), hasUndo ? row : -1, sleeping.isAsync());
    if (ref < 0) {
      return ref;
    }
    set.sleepers.setBlocking(ref, applier.plan().blockingOp());
    set.queues.add(ref, isConst);
    for (int i = 0; i < nsops; i++) {
      int semNum = Packed.semNum(sops[i]);
      set.gated(semNum);
      applier.keepGated(semNum);
    }
    int status = set.sleepers.publish(ref);
    sleeping.fellAsleep(ref, status);
    return ASLEEP;
  }

  // ---- undo of others --------------------------------------------------------------------

  /**
   * Whether the answer could be another one if a participant with an adjustment were dead. The
   * plain case, a unit taken or given while others hold some and nobody sleeps, is not: it is done
   * either way. A sleeper may have been first in line for what the dead one gives back.
   */
  private boolean othersMatter(long[] sops, int nsops, int outcome) {
    boolean matters = !set.queues.isEmpty();
    for (int i = 0; i < nsops && !matters && applier.meetsUndo(); i++) {
      int semNum = Packed.semNum(sops[i]);
      if ((set.word(semNum) & SemWord.UNDO) != 0 && isHeldByOthers(semNum)) {
        matters = outcome != SemopPlanner.APPLY || adjMatters(semNum, Packed.semOp(sops[i]));
      }
    }
    return matters;
  }

  private boolean isHeldByOthers(int semNum) {
    int own = applier.semadj(semNum) != 0 ? 1 : 0; // as planned with our row
    return set.rows.holders(semNum) > own;
  }

  private boolean adjMatters(int semNum, int semOp) {
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      int adj = other == row ? 0 : set.rows.adj(other, semNum);
      if (adj != 0 && (semOp == 0 || adj < 0 || semOp > 0 && isHigh(semNum, semOp + adj))) {
        return true;
      }
    }
    return false;
  }

  private boolean isHigh(int semNum, int more) {
    return set.semval(semNum) + more > Ipc.SEMVMX;
  }

  /**
   * Ends those dead who have an adjustment of a named semaphore, or of any if someone sleeps;
   * answers whether there were any.
   */
  private boolean settleHolders(long[] sops, int nsops) {
    boolean found = false;
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      long owner = set.rows.owner(other);
      if (owner != 0 && other != row && holdsAny(other, sops, nsops) && !set.me.isAlive(owner)) {
        handOver.dead().add(owner);
        found = true;
      }
    }
    recovery.settleFound();
    return found;
  }

  private boolean holdsAny(int other, long[] sops, int nsops) {
    if (!set.queues.isEmpty()) {
      return !set.rows.isZero(other);
    }
    for (int i = 0; i < nsops; i++) {
      if (set.rows.adj(other, Packed.semNum(sops[i])) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends all participants that left something here and live no more.
   *
   * @return how many, or -EIDRM
   */
  public int settleDead() {
    return inside(this::settleDeadInside);
  }

  /**
   * As {@link #settleDead}, for someone who has seen a participant die: it may have left the gate
   * and not have come to wake those whom it completed inside.
   *
   * @return how many have been ended, or -EIDRM
   */
  public int settleDeath() {
    return inside(
        () -> {
          int ended = settleDeadInside();
          recovery.wakeAllDone();
          return ended;
        });
  }

  private int settleDeadInside() {
    Set<Long> dead = recovery.findDead();
    if (!dead.isEmpty()) {
      recovery.settleAll(dead);
      recovery.handOverAll();
    }
    return dead.size();
  }

  /** The number of a participant's undo row among all its rows, 0 = it has none here. */
  public int rowNumber(long participant) {
    int found = set.rows.find(participant);
    return found < 0 ? 0 : set.rows.serial(found);
  }

  /** Whether anyone else has a row or a sleeper here, whose life may matter. */
  private boolean hasOthers() {
    for (int other = set.rows.capacity() - 1; other >= 0; other--) {
      long owner = set.rows.owner(other);
      if (owner != 0 && owner != set.me.id()) {
        return true;
      }
    }
    return false;
  }

  // ---- semctl ----------------------------------------------------------------------------

  /** GETVAL. */
  public int getVal(int semNum) {
    long word = settledWord(semNum);
    return word >= 0 ? SemWord.value(word) : inside(() -> settledVal(semNum));
  }

  /** GETPID. */
  public int getPid(int semNum) {
    long word = settledWord(semNum);
    return word >= 0
        ? SemWord.pid(word)
        : inside(
            () -> {
              settleDeadInside();
              return SemWord.pid(set.word(semNum));
            });
  }

  private int settledVal(int semNum) {
    settleDeadInside();
    return set.semval(semNum);
  }

  /** GETNCNT or GETZCNT. */
  public int count(int semNum, boolean zero) {
    return inside(
        () -> {
          settleDeadInside();
          return new Counter(set).count(semNum, zero);
        });
  }

  /** GETALL: fills the values. */
  public int getAll(int[] vals) {
    return inside(
        () -> {
          set.gateAll();
          if (hasOthers()) {
            settleDeadInside();
          }
          for (int semNum = 0; semNum < set.nsems; semNum++) {
            vals[semNum] = set.semval(semNum);
          }
          return OK;
        });
  }

  /** SETVAL; {@code changed} notes the time in the same breath. */
  public int setVal(int semNum, int val, Runnable changed) {
    return inside(
        () -> {
          settleDeadInside();
          applier.setVal(semNum, val);
          changed.run();
          return handOverAfterSet();
        });
  }

  /** SETALL; {@code changed} notes the time in the same breath. */
  public int setAll(int[] vals, Runnable changed) {
    return inside(
        () -> {
          settleDeadInside();
          applier.setAll(vals);
          changed.run();
          return handOverAfterSet();
        });
  }

  private int handOverAfterSet() {
    if (handOver.changedAll()) {
      set.touchOtime(set.clock.now());
    }
    return OK;
  }

  /** sem_otime, after those who died have been settled. */
  public long otime() {
    if (set.file.isWritable() && hasOthers()) {
      settleDead();
    }
    return set.memory.getLong(SetLayout.OTIME);
  }

  /**
   * IPC_RMID: no operation succeeds from now on, and every sleeper gets EIDRM. If the set is
   * removed already, who did that has died over it, perhaps before he woke them.
   */
  public int remove() {
    int answer =
        inside(
            () -> {
              set.memory.putInt(SetLayout.STATE, SetLayout.REMOVED);
              handOver.removed();
              handOver.dead().clear();
              return OK;
            });
    if (answer != OK) {
      underGate(recovery::wakeAllDone);
    }
    return answer;
  }

  /** The set for a caller who may only read it. */
  public Onlooker onlooker() {
    return new Onlooker(set);
  }

  // ---- sleepers of this JVM --------------------------------------------------------------

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
    settleDead();
  }

  @Override
  public void checkAsleep(int ref, int status, BooleanSupplier isWithdrawn) {
    inside(
        () -> {
          settleDeadInside();
          int now = set.sleepers.status(ref);
          boolean isWell =
              SleeperStatus.isSame(now, status)
                  && (SleeperStatus.isWaiting(now)
                      ? set.queues.holds(ref)
                      : SleeperStatus.state(now) == SleeperStatus.DONE);
          if (!isWell && !isWithdrawn.getAsBoolean()) {
            throw set.sleepers.corrupt("lost a sleeper");
          }
          return OK;
        });
  }

  /** The next finished sleeper behind this one in the dispatcher's stack. */
  public long grantedLink(int ref) {
    return set.memory.getLong(set.sleepers.at(ref) + SleeperLayout.GRANTED);
  }

  @Override
  public boolean withdraw(int ref, int status) {
    int now = set.sleepers.status(ref);
    while (SleeperStatus.isSame(now, status) && SleeperStatus.isWaiting(now)) {
      if (set.sleepers.cas(ref, now, SleeperStatus.with(now, SleeperStatus.CANCELLED, 0))) {
        set.sleepers.giveBack(ref);
        return true;
      }
      now = set.sleepers.status(ref);
    }
    return false;
  }

  @Override
  public void acknowledge(int ref, int status) {
    if (set.sleepers.cas(ref, status, SleeperStatus.with(status, SleeperStatus.RETURNED, 0))) {
      set.sleepers.giveBack(ref);
    }
  }

  @Override
  public void checkWhole() {
    if (set.state() != SetLayout.LIVE) {
      set.notLive(set.state());
    }
  }

  /** Does something while nobody else changes the set, whatever its state. */
  public void underGate(Runnable body) {
    enter();
    try {
      body.run();
    } finally {
      set.leave();
    }
  }

  /** Ends this participant in this set, as its exit would. */
  public void close() {
    closed = true;
    boolean clear = false;
    long start = System.nanoTime();
    while (!clear) {
      boolean died = set.gate.enter();
      try {
        if (died) {
          recovery.recover();
        }
        boolean anyway = System.nanoTime() - start > PATIENCE;
        clear = set.state() != SetLayout.LIVE || recovery.settleSelf(anyway);
      } finally {
        set.leave();
      }
      Thread.yield();
    }
  }
}
