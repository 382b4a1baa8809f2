package io.sysv4j.offheap.crash;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * Reads a set's file as it is, with nothing but the layouts, and says what is wrong with it. For a
 * set that is at rest: nobody is inside, and someone was there since the last sleeper was given
 * back. Changes nothing.
 */
public final class SetAudit {
  private final Memory memory;
  private final int nsems;
  private final SetLayout layout;
  private final LongPredicate alive;
  private final IntPredicate mayBeLeft;
  private final List<String> problems = new ArrayList<>();
  private final Set<Integer> queued = new HashSet<>();
  private final Set<Integer> free = new HashSet<>();
  private final Set<Integer> more = new HashSet<>();

  /**
   * An audit of a set's file.
   *
   * @param alive which participants are
   * @param mayBeLeft which records an Error may have kept from being given back
   */
  public SetAudit(
      Memory memory, int nsems, int semopm, LongPredicate alive, IntPredicate mayBeLeft) {
    this.memory = memory;
    this.nsems = nsems;
    this.layout = new SetLayout(nsems, semopm);
    this.alive = alive;
    this.mayBeLeft = mayBeLeft;
  }

  /** All that is wrong; empty = it is sound. */
  public List<String> problems() {
    problems.clear();
    queued.clear();
    free.clear();
    more.clear();
    auditGate();
    auditExtents();
    if (problems.isEmpty()) {
      auditFree();
      auditQueues();
      auditSleepers();
      auditRows();
      auditWords();
    }
    return List.copyOf(problems);
  }

  private void expect(boolean condition, String otherwise) {
    if (!condition) {
      problems.add(otherwise);
    }
  }

  // ---- gate, journal -----------------------------------------------------------------------

  private void auditGate() {
    long owner = memory.getLong(SetLayout.GATE);
    expect(owner == 0, "the gate is held by " + owner + (alive.test(owner) ? "" : ", who is dead"));
    long committed = memory.getLong(SetLayout.JOURNAL + JournalLayout.COMMIT);
    expect(committed == 0, "the journal has " + committed + " entries");
    expect(memory.getInt(SetLayout.POPPING) == 0, "a returned sleeper is half popped");
    expect(memory.getInt(SetLayout.RETURNED) == 0, "sleepers given back were not taken back");
    int state = memory.getInt(SetLayout.STATE);
    expect(state == SetLayout.LIVE, "its state is " + state);
  }

  // ---- extents -----------------------------------------------------------------------------

  private void auditExtents() {
    long end = layout.length();
    int sleepers = sleepers();
    int rows = memory.getInt(SetLayout.ROWS);
    expect(isWhole(sleepers, SetLayout.FIRST_SLEEPERS), sleepers + " sleepers are no extents");
    expect(isWhole(rows, SetLayout.FIRST_ROWS), rows + " rows are no extents");
    List<long[]> ranges = new ArrayList<>();
    for (int i = 0; i < Extents.MAX; i++) {
      range(ranges, i, SetLayout.SLEEPER_EXTENTS, SetLayout.FIRST_SLEEPERS, sleepers, 128);
      range(ranges, i, SetLayout.ROW_EXTENTS, SetLayout.FIRST_ROWS, rows, RowLayout.length(nsems));
    }
    ranges.sort((a, b) -> Long.compare(a[0], b[0]));
    for (int i = 1; i < ranges.size(); i++) {
      expect(ranges.get(i)[0] >= ranges.get(i - 1)[1], "extents overlap");
    }
    long expected = end;
    for (long[] range : ranges) {
      if (range[0] >= end) {
        expect(range[0] == expected, "storage at " + expected + " has been lost");
        expected = range[0] + NamespaceLayout.align(range[1] - range[0], 4096);
      }
    }
  }

  private static boolean isWhole(int count, int first) {
    return count >= first && count % first == 0 && Integer.bitCount(count / first) == 1;
  }

  private void range(List<long[]> ranges, int extent, long table, int first, int count, long each) {
    long start = memory.getLong(table + 8L * extent);
    boolean used = Extents.start(extent, first) < count;
    boolean isNext = Extents.start(extent, first) == count; // someone died while it was added
    expect(isNext || used == (start != 0), "extent " + extent + " of " + table + " is at " + start);
    if (start != 0) {
      ranges.add(new long[] {start, start + Extents.count(extent, first) * each});
    }
  }

  // ---- sleepers ----------------------------------------------------------------------------

  private int sleepers() {
    return memory.getInt(SetLayout.SLEEPERS);
  }

  private long at(int ref) {
    int extent = Extents.extent(ref - 1, SetLayout.FIRST_SLEEPERS);
    return memory.getLong(SetLayout.SLEEPER_EXTENTS + 8L * extent)
        + (long) (ref - 1 - Extents.start(extent, SetLayout.FIRST_SLEEPERS)) * 128;
  }

  private int field(int ref, int field) {
    return memory.getInt(at(ref) + field);
  }

  private int state(int ref) {
    return SleeperStatus.state(field(ref, SleeperLayout.STATUS));
  }

  private boolean isRef(int ref) {
    return ref > 0 && ref <= sleepers();
  }

  private int nsops(int ref) {
    return field(ref, SleeperLayout.NSOPS) & 0xffff;
  }

  private long[] sops(int ref) {
    long[] sops = new long[nsops(ref)];
    for (int i = 0; i < Math.min(sops.length, SleeperLayout.INLINE_OPS); i++) {
      sops[i] = memory.getLong(at(ref) + SleeperLayout.OPS + 8L * i);
    }
    int record = field(ref, SleeperLayout.MORE);
    for (int i = SleeperLayout.INLINE_OPS; i < sops.length; i += SleeperLayout.MORE_OPS) {
      for (int k = 0; k < Math.min(SleeperLayout.MORE_OPS, sops.length - i); k++) {
        sops[i + k] = memory.getLong(at(record) + SleeperLayout.MORE_START + 8L * k);
      }
      record = field(record, SleeperLayout.MORE_NEXT);
    }
    return sops;
  }

  private void auditFree() {
    int ref = memory.getInt(SetLayout.FREE_SLEEPERS);
    while (ref != 0) {
      if (!isRef(ref) || !free.add(ref)) {
        problems.add("the stack of free sleepers has a loop or a stray at " + ref);
        return;
      }
      expect(state(ref) == SleeperStatus.FREE, "free sleeper " + ref + " is " + state(ref));
      ref = field(ref, SleeperLayout.NEXT);
    }
  }

  private void auditSleepers() {
    int complex = 0;
    for (int ref = 1; ref <= sleepers(); ref++) {
      if (state(ref) == SleeperStatus.MORE || state(ref) == SleeperStatus.FREE) {
        expect(!queued.contains(ref), "sleeper " + ref + " is queued, and is nobody's");
      } else {
        auditSleeper(ref);
        complex += queued.contains(ref) && nsops(ref) > 1 ? 1 : 0;
      }
    }
    for (int ref = 1; ref <= sleepers(); ref++) {
      boolean hasUse =
          queued.contains(ref) || state(ref) == SleeperStatus.DONE || isLeftBehind(ref);
      int places = (hasUse ? 1 : 0) + (free.contains(ref) ? 1 : 0) + (more.contains(ref) ? 1 : 0);
      expect(places == 1, "sleeper " + ref + " (" + state(ref) + ") is in " + places + " places");
    }
    int counted = memory.getInt(SetLayout.COMPLEX);
    expect(counted == complex, counted + " arrays are said to sleep, " + complex + " do");
    int standing = memory.getInt(SetLayout.QUEUED);
    expect(standing == queued.size(), standing + " are said to queue, " + queued.size() + " do");
  }

  private void auditSleeper(int ref) {
    long owner = memory.getLong(at(ref) + SleeperLayout.OWNER);
    expect(alive.test(owner), "sleeper " + ref + " belongs to " + owner + ", who is dead");
    auditMore(ref);
    boolean isWaiting = SleeperStatus.isWaiting(field(ref, SleeperLayout.STATUS));
    if (isLeftBehind(ref)) {
      return;
    }
    if (isWaiting) {
      expect(queued.contains(ref), "sleeper " + ref + " waits in no queue");
      auditWaiting(ref, owner);
    } else {
      expect(state(ref) == SleeperStatus.DONE, "sleeper " + ref + " is in state " + state(ref));
      expect(!queued.contains(ref), "sleeper " + ref + " is done, and in a queue");
      expect(field(ref, SleeperLayout.QUEUE) == 0, "sleeper " + ref + " is done, and has a queue");
    }
  }

  /**
   * An Error struck while a withdrawn sleeper's record was given back: it is nobody's sleeper, and
   * is free when its participant ends.
   */
  private boolean isLeftBehind(int ref) {
    int state = state(ref);
    boolean isOver = state == SleeperStatus.CANCELLED || state == SleeperStatus.RETURNED;
    return isOver && mayBeLeft.test(ref);
  }

  private void auditMore(int ref) {
    int record = field(ref, SleeperLayout.MORE);
    int expected =
        (Math.max(0, nsops(ref) - SleeperLayout.INLINE_OPS) + SleeperLayout.MORE_OPS - 1)
            / SleeperLayout.MORE_OPS;
    for (int i = 0; i < expected; i++) {
      boolean sound = isRef(record) && more.add(record) && state(record) == SleeperStatus.MORE;
      if (!sound) {
        problems.add("operations of sleeper " + ref + " are in " + record + ", which is not so");
        return;
      }
      record = field(record, SleeperLayout.MORE_NEXT);
    }
    expect(record == 0, "sleeper " + ref + " has more records than it needs");
  }

  private void auditWaiting(int ref, long owner) {
    int row = field(ref, SleeperLayout.ROW) - 1;
    long[] sops = sops(ref);
    boolean hasUndo = Arrays.stream(sops).anyMatch(Packed::isUndo);
    expect(hasUndo == (row >= 0), "sleeper " + ref + " has undo row " + row);
    expect(row < 0 || rowOwner(row) == owner, "sleeper " + ref + "'s undo row is another's");
    for (long sop : sops) {
      long word = word(Packed.semNum(sop));
      expect((word & SemWord.GATED) != 0, "sleeper " + ref + " waits for a word without gate");
    }
    int blocking = field(ref, SleeperLayout.BLOCKING);
    expect(blocking >= 0 && blocking < sops.length, "sleeper " + ref + " waits for op " + blocking);
    SemopPlanner.Values values =
        new SemopPlanner.Values() {
          @Override
          public int semval(int num) {
            return SemWord.value(word(num));
          }

          @Override
          public int semadj(int num) {
            return row < 0 ? 0 : adj(row, num);
          }
        };
    int plan = new SemopPlanner().plan(values, sops, sops.length);
    expect(
        plan == SemopPlanner.SLEEP, "sleeper " + ref + " sleeps, and could go on (" + plan + ")");
  }

  // ---- queues ------------------------------------------------------------------------------

  private void auditQueues() {
    auditQueue(1, SetLayout.ALTER);
    auditQueue(2, SetLayout.CONST);
    for (int num = 0; num < nsems; num++) {
      long sem = layout.sems() + (long) num * SetLayout.SEM;
      auditQueue(3 + 2 * num, sem + SetLayout.SEM_ALTER);
      auditQueue(4 + 2 * num, sem + SetLayout.SEM_CONST);
    }
  }

  private void auditQueue(int queue, long head) {
    int previous = 0;
    long ticket = -1;
    int ref = memory.getInt(head);
    while (ref != 0) {
      if (!isRef(ref) || !queued.add(ref)) {
        problems.add("queue " + queue + " has a loop or a stray at " + ref);
        return;
      }
      expect(field(ref, SleeperLayout.PREV) == previous, "sleeper " + ref + " is linked wrongly");
      expect(field(ref, SleeperLayout.QUEUE) == queue, "sleeper " + ref + " knows another queue");
      expect(queueOf(ref) == queue, "sleeper " + ref + " stands in queue " + queue);
      long next = memory.getLong(at(ref) + SleeperLayout.TICKET);
      expect(queue == 1 || next > ticket, "sleeper " + ref + " has overtaken an older one");
      ticket = next;
      previous = ref;
      ref = field(ref, SleeperLayout.NEXT);
    }
    expect(memory.getInt(head + 4) == previous, "queue " + queue + " has a wrong tail");
  }

  /** Where a waiting sleeper belongs. */
  private int queueOf(int ref) {
    long[] sops = sops(ref);
    boolean isConst = Arrays.stream(sops).allMatch(sop -> Packed.semOp(sop) == 0);
    if (sops.length > 1) {
      return isConst ? 2 : 1;
    }
    int own = 3 + 2 * Packed.semNum(sops[0]) + (isConst ? 1 : 0);
    return !isConst && memory.getInt(SetLayout.COMPLEX) > 0 ? 1 : own;
  }

  // ---- undo --------------------------------------------------------------------------------

  private long row(int row) {
    int extent = Extents.extent(row, SetLayout.FIRST_ROWS);
    return memory.getLong(SetLayout.ROW_EXTENTS + 8L * extent)
        + (row - Extents.start(extent, SetLayout.FIRST_ROWS)) * RowLayout.length(nsems);
  }

  private long rowOwner(int row) {
    return memory.getLong(row(row) + RowLayout.OWNER);
  }

  private int adj(int row, int num) {
    return memory.getInt(row(row) + RowLayout.ADJ + 4L * num);
  }

  private void auditRows() {
    Set<Long> owners = new HashSet<>();
    for (int row = 0; row < memory.getInt(SetLayout.ROWS); row++) {
      long owner = rowOwner(row);
      if (owner != 0) {
        expect(alive.test(owner), "undo row " + row + " belongs to " + owner + ", who is dead");
        expect(owners.add(owner), "participant " + owner + " has two undo rows");
      } else {
        for (int num = 0; num < nsems; num++) {
          expect(adj(row, num) == 0, "free undo row " + row + " has an adjustment of " + num);
        }
      }
    }
  }

  // ---- words -------------------------------------------------------------------------------

  private long word(int num) {
    return memory.getLong(layout.sems() + (long) num * SetLayout.SEM);
  }

  private void auditWords() {
    for (int num = 0; num < nsems; num++) {
      long word = word(num);
      expect(SemWord.value(word) <= Ipc.SEMVMX, "semaphore " + num + " exceeds SEMVMX");
      long known = SemWord.word(SemWord.value(word), SemWord.pidBits(SemWord.pid(word)), 0);
      expect((word & ~SemWord.GATED & ~SemWord.UNDO) == known, "semaphore " + num + " has bits");
      int holders = 0;
      for (int row = 0; row < memory.getInt(SetLayout.ROWS); row++) {
        holders += rowOwner(row) != 0 && adj(row, num) != 0 ? 1 : 0;
      }
      int counted =
          memory.getInt(layout.sems() + (long) num * SetLayout.SEM + SetLayout.SEM_HOLDERS);
      expect(
          counted == holders, "semaphore " + num + " has " + holders + " holders, not " + counted);
      expect((word & SemWord.UNDO) != 0 == holders > 0, "the undo flag of " + num + " is wrong");
      expect(holders == 0 || (word & SemWord.GATED) != 0, "semaphore " + num + " is held ungated");
    }
  }

  // ---- what the set says -------------------------------------------------------------------

  /** All semval. */
  public int[] values() {
    int[] values = new int[nsems];
    for (int num = 0; num < nsems; num++) {
      values[num] = SemWord.value(word(num));
    }
    return values;
  }

  /** A participant's semadj. */
  public int[] adjustments(long participant) {
    int[] adjustments = new int[nsems];
    for (int row = 0; row < memory.getInt(SetLayout.ROWS); row++) {
      if (rowOwner(row) == participant) {
        for (int num = 0; num < nsems; num++) {
          adjustments[num] = adj(row, num);
        }
      }
    }
    return adjustments;
  }

  /** The records of sleepers, whatever has become of them. */
  public List<Integer> inUse() {
    List<Integer> refs = new ArrayList<>();
    for (int ref = 1; ref <= sleepers(); ref++) {
      boolean isNobodys = state(ref) == SleeperStatus.FREE || state(ref) == SleeperStatus.MORE;
      if (!isNobodys && !isLeftBehind(ref)) {
        refs.add(ref);
      }
    }
    return refs;
  }

  /** How many records are in nobody's use. */
  public int freeSleepers() {
    problems();
    return free.size();
  }

  /** How many records there are. */
  public int capacity() {
    return sleepers();
  }

  /** Where a sleeper's status word is: what its thread's futex sleeps on. */
  public long futex(int ref) {
    return at(ref) + SleeperLayout.STATUS;
  }

  /** The next entry in its owner's stack of finished sleepers, behind this one's. */
  public long grantedLink(int ref) {
    return memory.getLong(at(ref) + SleeperLayout.GRANTED);
  }

  /** The name of its file. */
  public String file() {
    return memory.name();
  }
}
