package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.CoarseClock;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Growth;
import io.sysv4j.offheap.internal.sync.Journal;
import io.sysv4j.offheap.internal.sync.Queues;
import io.sysv4j.offheap.internal.sync.Room;
import io.sysv4j.offheap.internal.sync.Sleepers;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import io.sysv4j.offheap.internal.sync.Wakes;
import io.sysv4j.offheap.internal.undo.UndoRows;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** A set's parts, and its words: what the classes of this package share. */
final class SetState implements Room {
  final MappedFile file;
  final Memory memory;
  final Participant me;
  final CoarseClock clock;
  final int nsems;
  private final int semopm;
  final long sems;
  final long pidBits;
  final Gate gate;
  final Journal journal;
  final Sleepers sleepers;
  final Queues queues;
  final UndoRows rows;
  private final long end;
  private final long[] seenAlive = new long[16];
  private boolean hasSeenAlive;
  private final Wakes wakes = new Wakes();
  private long lastOtime;
  private int knownSleepers;
  private int knownRows;
  private long wanted;
  private BooleanSupplier way = () -> false;

  SetState(
      MappedFile file,
      Memory memory,
      Memory namespace,
      SetLayout layout,
      int nsems,
      Participant me,
      Visits visits,
      CoarseClock clock) {
    this.file = file;
    this.memory = memory;
    this.me = me;
    this.clock = clock;
    this.nsems = nsems;
    this.semopm = layout.semopm();
    this.end = layout.length();
    this.sems = layout.sems();
    this.pidBits = SemWord.pidBits(me.pid());
    this.sleepers = new Sleepers(memory, layout.firstSleepers(), this::place);
    this.queues = new Queues(memory, sleepers, sems, nsems);
    this.rows = new UndoRows(memory, layout.firstRows(), sems, nsems, this::place);
    this.journal = new Journal(memory, SetLayout.JOURNAL, layout.journalEntries(), rows::clear);
    this.gate = new Gate(memory, SetLayout.GATE, me, visits, this);
  }

  /** Fills a new set. */
  static void fill(Memory memory, SetLayout layout) {
    memory.putInt(SetLayout.SLEEPERS, SetLayout.FIRST_SLEEPERS);
    memory.putInt(SetLayout.ROWS, SetLayout.FIRST_ROWS);
    long first = layout.firstSleepers();
    memory.putLong(SetLayout.SLEEPER_EXTENTS, first);
    memory.putLong(SetLayout.ROW_EXTENTS, layout.firstRows());
    for (int ref = 1; ref < SetLayout.FIRST_SLEEPERS; ref++) {
      long record = first + (long) (ref - 1) * SleeperLayout.LENGTH;
      memory.putInt(record + SleeperLayout.NEXT, ref + 1);
    }
    memory.putInt(SetLayout.FREE_SLEEPERS, 1);
    memory.putInt(SetLayout.STATE, SetLayout.LIVE);
  }

  // ---- storage ---------------------------------------------------------------------------

  /**
   * Whether this JVM knows all that the set has grown to, so that nothing need be asked of the
   * system inside the gate.
   */
  boolean isKnown() {
    return memory.getInt(SetLayout.SLEEPERS) == knownSleepers
        && memory.getInt(SetLayout.ROWS) == knownRows;
  }

  /**
   * Whether it lives, nobody sleeps here or has, and all its undo rows are known: then most
   * passages need nothing else, and this is three loads. Two words at once, the first is the low
   * half.
   */
  boolean isCalm() {
    return memory.getLong(SetLayout.STATE) == SetLayout.LIVE // and COMPLEX is 0
        && memory.getLong(SetLayout.ROWS) == knownRows // and QUEUED is 0
        && memory.getInt(SetLayout.RETURNED) == 0;
  }

  /** Learns what the set has grown to. Not inside the gate. */
  void learn() {
    int sleepersNow = memory.getInt(SetLayout.SLEEPERS);
    int rowsNow = memory.getInt(SetLayout.ROWS);
    file.look(); // first, as another thread of this JVM may enter when it finds the rest known
    knownSleepers = sleepersNow;
    knownRows = rowsNow;
  }

  /** Finds a place behind all published extents. */
  private long place(long length) {
    long start = end;
    for (int i = 1; i < Extents.MAX; i++) {
      long rowBytes = RowLayout.length(nsems) * Extents.count(i, SetLayout.FIRST_ROWS);
      start = after(start, SetLayout.ROW_EXTENTS + 8L * i, rowBytes);
      long bytes = (long) SleeperLayout.LENGTH * Extents.count(i, SetLayout.FIRST_SLEEPERS);
      start = after(start, SetLayout.SLEEPER_EXTENTS + 8L * i, bytes);
    }
    wanted = start + NamespaceLayout.align(length, 4096);
    return file.reaches(wanted) ? start : Growth.LATER;
  }

  /**
   * Learns what the set has grown to, and reserves what was found to be wanted inside the gate. Not
   * inside the gate.
   *
   * @return 0, or the negative errno; a full disk under a sleeper or an undo record is what the
   *     kernel calls ENOMEM
   */
  int grow() {
    learn();
    Errno errno = file.extendTo(wanted);
    wanted = 0;
    return -(errno == Errno.ENOSPC ? Errno.ENOMEM : errno).number();
  }

  private long after(long start, long extent, long length) {
    long at = memory.getLong(extent);
    return at == 0 ? start : Math.max(start, at + NamespaceLayout.align(length, 4096));
  }

  /** As many operations as a sleeper has must be possible, and no more than there is room for. */
  void checkCount(int nsops, int room) {
    if (nsops > semopm || nsops > room) {
      throw sleepers.corrupt("a sleeper with " + nsops + " operations");
    }
  }

  /** Operations that were read from the file must be ones that someone could have written. */
  void checkOps(long[] sops, int nsops) {
    boolean possible = true;
    for (int i = 0; i < nsops && possible; i++) {
      possible = Packed.semNum(sops[i]) < nsems;
    }
    if (!possible) {
      throw sleepers.corrupt("a sleeper with impossible operations");
    }
  }

  /** SEMOPM: how many operations an array has at most. */
  int semopm() {
    return semopm;
  }

  // ---- words -----------------------------------------------------------------------------

  long wordOffset(int semNum) {
    return sems + (long) semNum * SetLayout.SEM;
  }

  long word(int semNum) {
    return memory.getLong(wordOffset(semNum));
  }

  int semval(int semNum) {
    return SemWord.value(word(semNum));
  }

  /** From now on only the gate's owner changes the word; answers it. */
  long gated(int semNum) {
    long offset = wordOffset(semNum);
    long word = memory.getLong(offset);
    while ((word & SemWord.GATED) == 0) {
      if (memory.casLong(offset, word, word | SemWord.GATED)) {
        return word | SemWord.GATED;
      }
      word = memory.getLong(offset);
    }
    return word;
  }

  /** As {@link #gated}, for all words. */
  void gateAll() {
    for (int semNum = 0; semNum < nsems; semNum++) {
      gated(semNum);
    }
  }

  // ---- time ------------------------------------------------------------------------------

  /** An operation succeeded, in this second. */
  void touchOtime(long seconds) {
    if (seconds != lastOtime) {
      storeOtime(seconds);
    }
  }

  private void storeOtime(long seconds) {
    if (memory.getLong(SetLayout.OTIME) < seconds) {
      memory.putLong(SetLayout.OTIME, seconds);
    }
    lastOtime = seconds;
  }

  // ---- wake-ups --------------------------------------------------------------------------

  /** Someone to wake after leaving the gate. */
  void wakeLater(long futex) {
    wakes.add(futex);
  }

  /** All to wake after leaving the gate. */
  Wakes wakes() {
    return wakes;
  }

  /** Whether a participant lives, or did so when this passage through the gate first asked. */
  boolean isAlive(long participant) {
    int place = Participant.slot(participant) % seenAlive.length;
    if (participant != 0 && seenAlive[place] == participant) {
      return true;
    }
    boolean alive = me.isAlive(participant);
    if (alive) {
      seenAlive[place] = participant;
      hasSeenAlive = true;
    }
    return alive;
  }

  /** Leaves the gate, then wakes those that were completed inside. */
  void leave(Visit visit) {
    if (hasSeenAlive) {
      forgetAlive();
    }
    if (wakes.isEmpty()) {
      gate.leave(visit);
    } else {
      wakes.moveTo(visit.wakes());
      gate.leave(visit);
      visit.wakes().run();
    }
  }

  /** Whether anyone who has the namespace open, or had, lives no more. */
  boolean hasDeadParticipant() {
    for (int slot = me.slotsUsed() - 1; slot >= 0; slot--) {
      long occupant = me.occupant(slot);
      if (occupant != 0 && !isAlive(occupant)) {
        return true;
      }
    }
    return false;
  }

  private void forgetAlive() {
    Arrays.fill(seenAlive, 0);
    hasSeenAlive = false;
  }

  // ---- a visit that ended badly ----------------------------------------------------------

  @Override
  public Gate gate() {
    return gate;
  }

  @Override
  public boolean isSet() {
    return true;
  }

  @Override
  public boolean pass() {
    return way.getAsBoolean();
  }

  /** Tells how to go through the gate. */
  void passBy(BooleanSupplier throughTheGate) {
    way = throughTheGate;
  }

  @Override
  public void forgetPassage() {
    forgetAlive();
    wakes.clear(); // recovery wakes everyone who is done
  }

  @Override
  public boolean takeBack(int ref, int status) {
    try {
      if (withdraw(ref, status)) {
        return true;
      }
      int now = sleepers.status(ref);
      if (SleeperStatus.is(now, status, SleeperStatus.DONE)) {
        acknowledge(ref, now);
      }
      return !SleeperStatus.is(now, status, SleeperStatus.CLAIMED);
    } catch (CorruptFileException e) {
      return true; // there is no such record any more
    }
  }

  /** Its owner withdraws a sleeper, if it has not been completed. Takes no gate. */
  boolean withdraw(int ref, int status) {
    int now = sleepers.status(ref);
    while (SleeperStatus.isSame(now, status) && SleeperStatus.isWaiting(now)) {
      if (sleepers.cas(ref, now, SleeperStatus.with(now, SleeperStatus.CANCELLED, 0))) {
        sleepers.giveBack(ref);
        return true;
      }
      now = sleepers.status(ref);
    }
    return false;
  }

  /** Its owner has seen that a sleeper is done. Takes no gate. */
  void acknowledge(int ref, int status) {
    if (sleepers.cas(ref, status, SleeperStatus.with(status, SleeperStatus.RETURNED, 0))) {
      sleepers.giveBack(ref);
    }
  }

  // ---- state -----------------------------------------------------------------------------

  /** What a call answers that meets a set which is not live; throws if its contents are damaged. */
  int notLive(int state) {
    if (state == SetLayout.REMOVED) {
      return -Errno.EIDRM.number();
    }
    throw new CorruptFileException(
        memory.name(), "its contents are damaged (state " + state + "); remove the set");
  }

  /** The state of the set: live, removed, corrupt. */
  int state() {
    return memory.getInt(SetLayout.STATE);
  }
}
