package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.CoarseClock;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Journal;
import io.sysv4j.offheap.internal.sync.Queues;
import io.sysv4j.offheap.internal.sync.Sleepers;
import io.sysv4j.offheap.internal.sync.Wakes;
import io.sysv4j.offheap.internal.undo.UndoRows;
import java.util.Arrays;

/** A set's parts, and its words: what the classes of this package share. */
final class SetState {
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
  private final long[] seenAlive = new long[4];
  private boolean hasSeenAlive;
  private Wakes wakes = new Wakes();
  private long lastOtime;

  SetState(
      MappedFile file,
      Memory memory,
      Memory namespace,
      SetLayout layout,
      int nsems,
      Participant me,
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
    this.gate = new Gate(memory, SetLayout.GATE, me);
    this.sleepers = new Sleepers(memory, layout.firstSleepers(), this::reserve);
    this.queues = new Queues(memory, sleepers, sems, nsems);
    this.rows = new UndoRows(memory, layout.firstRows(), sems, nsems, this::reserve);
    this.journal = new Journal(memory, SetLayout.JOURNAL, layout.journalEntries(), rows::clear);
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

  /** Reserves storage behind all published extents. */
  private long reserve(long length) {
    long start = end;
    for (int i = 1; i < Extents.MAX; i++) {
      long rowBytes = RowLayout.length(nsems) * Extents.count(i, SetLayout.FIRST_ROWS);
      start = after(start, SetLayout.ROW_EXTENTS + 8L * i, rowBytes);
      long bytes = (long) SleeperLayout.LENGTH * Extents.count(i, SetLayout.FIRST_SLEEPERS);
      start = after(start, SetLayout.SLEEPER_EXTENTS + 8L * i, bytes);
    }
    Errno errno = file.extend(start, NamespaceLayout.align(length, 4096));
    return errno == Errno.SUCCESS ? start : -errno(errno);
  }

  /** A full disk under a sleeper or an undo record is what the kernel calls ENOMEM. */
  private static int errno(Errno errno) {
    return (errno == Errno.ENOSPC ? Errno.ENOMEM : errno).number();
  }

  private long after(long start, long extent, long length) {
    long at = memory.getLong(extent);
    return at == 0 ? start : Math.max(start, at + NamespaceLayout.align(length, 4096));
  }

  /** Operations that were read from the file must be ones that someone could have written. */
  void checkOps(long[] sops, int nsops) {
    boolean possible = nsops <= semopm;
    for (int i = 0; i < nsops && possible; i++) {
      possible = Packed.semNum(sops[i]) < nsems;
    }
    if (!possible) {
      throw sleepers.corrupt("a sleeper with impossible operations");
    }
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
  void leave() {
    if (hasSeenAlive) {
      Arrays.fill(seenAlive, 0);
      hasSeenAlive = false;
    }
    Wakes due = wakes.isEmpty() ? null : wakes;
    if (due != null) {
      wakes = new Wakes();
    }
    gate.leave();
    if (due != null) {
      due.run();
    }
  }

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
