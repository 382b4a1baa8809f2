package io.sysv4j.conformance.torture;

import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.Participant;
import java.util.BitSet;
import java.util.List;

/** Looks at the file of one set; see {@link Inspection}. */
final class SetInspection {
  private final Memory memory;
  private final Participant eyes;
  private final List<String> wrong;
  private final int nsems;
  private final SetLayout layout;
  private final int capacity;
  private int forsaken;

  /** Which records have been found in some list. */
  private final BitSet seen = new BitSet();

  SetInspection(Memory memory, int semopm, Participant eyes, List<String> wrong) {
    this.memory = memory;
    this.eyes = eyes;
    this.wrong = wrong;
    this.nsems = memory.getInt(44);
    this.layout = new SetLayout(nsems, semopm);
    this.capacity = memory.getInt(SetLayout.SLEEPERS);
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(memory.name() + ": " + otherwise);
    }
  }

  void inspect() {
    check(memory.getLong(SetLayout.GATE) == 0, "its gate is held");
    check(
        memory.getLong(SetLayout.JOURNAL + JournalLayout.COMMIT) == 0, "its journal is committed");
    check(memory.getInt(SetLayout.STATE) == SetLayout.LIVE, "it is not live");
    rows();
    check(memory.getInt(SetLayout.RETURNED) == 0, "records were given back and not taken");
    free();
    int queued = queue(SetLayout.ALTER) + queue(SetLayout.CONST);
    for (int sem = 0; sem < nsems; sem++) {
      long line = layout.sems() + (long) sem * SetLayout.SEM;
      queued += queue(line + SetLayout.SEM_ALTER) + queue(line + SetLayout.SEM_CONST);
    }
    sleepers(queued);
  }

  // ---- undo ------------------------------------------------------------------------------

  private void rows() {
    int[] holders = new int[nsems];
    for (int row = memory.getInt(SetLayout.ROWS) - 1; row >= 0; row--) {
      int extent = Extents.extent(row, SetLayout.FIRST_ROWS);
      long at =
          memory.getLong(SetLayout.ROW_EXTENTS + 8L * extent)
              + (row - Extents.start(extent, SetLayout.FIRST_ROWS)) * RowLayout.length(nsems);
      long owner = memory.getLong(at + RowLayout.OWNER);
      check(owner == 0 || eyes.isAlive(owner), "undo row " + row + " is one of the dead");
      for (int sem = 0; sem < nsems; sem++) {
        int adj = memory.getInt(at + RowLayout.ADJ + 4L * sem);
        check(owner != 0 || adj == 0, "undo row " + row + " is nobody's, and not empty");
        holders[sem] += adj != 0 ? 1 : 0;
      }
    }
    for (int sem = 0; sem < nsems; sem++) {
      long line = layout.sems() + (long) sem * SetLayout.SEM;
      check(
          memory.getInt(line + SetLayout.SEM_HOLDERS) == holders[sem],
          "semaphore " + sem + " has a wrong number of holders");
      boolean undo = (memory.getLong(line) & SemWord.UNDO) != 0;
      check(undo == holders[sem] > 0, "semaphore " + sem + " has a wrong UNDO flag");
    }
  }

  // ---- sleepers --------------------------------------------------------------------------

  private long at(int ref) {
    int extent = Extents.extent(ref - 1, SetLayout.FIRST_SLEEPERS);
    return memory.getLong(SetLayout.SLEEPER_EXTENTS + 8L * extent)
        + (long) (ref - 1 - Extents.start(extent, SetLayout.FIRST_SLEEPERS)) * SleeperLayout.LENGTH;
  }

  private int status(int ref) {
    return memory.getInt(at(ref) + SleeperLayout.STATUS);
  }

  private void free() {
    int next = memory.getInt(SetLayout.FREE_SLEEPERS);
    while (next != 0) {
      if (next < 0 || next > capacity || seen.get(next)) {
        check(false, "the free records are damaged at " + next);
        return;
      }
      seen.set(next);
      check(SleeperStatus.state(status(next)) == SleeperStatus.FREE, next + " is not free");
      next = memory.getInt(at(next) + SleeperLayout.NEXT);
    }
  }

  private int queue(long head) {
    int before = wrong.size();
    int count = 0;
    int last = 0;
    for (int ref = memory.getInt(head);
        ref != 0 && wrong.size() == before;
        ref = memory.getInt(at(ref) + SleeperLayout.NEXT)) {
      check(ref > 0 && ref <= capacity && !seen.get(ref), "a queue is damaged at record " + ref);
      if (wrong.size() == before) {
        seen.set(ref);
        check(memory.getInt(at(ref) + SleeperLayout.PREV) == last, "a queue is linked wrongly");
        sleeper(ref);
        count++;
        last = ref;
      }
    }
    check(memory.getInt(head + 4) == last, "a queue ends wrongly");
    return count;
  }

  /**
   * Whether it was withdrawn or acknowledged by somebody who lives and did not come to give it
   * back, as an error struck: it is lost until that one dies, and in nobody's way.
   */
  private boolean isForsaken(int ref) {
    int state = SleeperStatus.state(status(ref));
    return (state == SleeperStatus.CANCELLED || state == SleeperStatus.RETURNED)
        && eyes.isAlive(memory.getLong(at(ref) + SleeperLayout.OWNER));
  }

  /** How many records were not given back, by those in whom errors struck. */
  int forsaken() {
    return forsaken;
  }

  private void sleeper(int ref) {
    check(
        SleeperStatus.isWaiting(status(ref)) || isForsaken(ref),
        "record " + ref + " is queued but does not wait");
    check(
        eyes.isAlive(memory.getLong(at(ref) + SleeperLayout.OWNER)),
        "record " + ref + " is one of the dead");
    more(ref);
  }

  private void more(int ref) {
    int nsops = memory.getInt(at(ref) + SleeperLayout.NSOPS) & 0xffff;
    int more = memory.getInt(at(ref) + SleeperLayout.MORE);
    check(
        (more != 0) == nsops > SleeperLayout.INLINE_OPS, "record " + ref + " has wrong operations");
    while (more > 0 && more <= capacity && !seen.get(more)) {
      seen.set(more);
      more = memory.getInt(at(more) + SleeperLayout.MORE_NEXT);
    }
  }

  /** Every record is in one of the lists: none has leaked. */
  private void sleepers(int queued) {
    for (int ref = 1; ref <= capacity; ref++) {
      if (isForsaken(ref)) {
        forsaken++;
        seen.set(ref);
        more(ref);
      }
    }
    for (int ref = 1; ref <= capacity; ref++) {
      check(seen.get(ref), "record " + ref + " with status " + status(ref) + " has leaked");
    }
    check(memory.getInt(SetLayout.QUEUED) == queued, "it counts its sleepers wrongly");
  }
}
