package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sem.SemSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Ends dead participants in the sets, whether this JVM has these mapped or not. */
final class SetDeaths {
  private final Engine engine;

  SetDeaths(Engine engine) {
    this.engine = engine;
  }

  private Space space() {
    return engine.registry.space(Kind.SEM);
  }

  /** A set in which a participant may have left something, and the number of its row there. */
  private record Left(int semid, SemSet set, boolean isOurs, int row) {}

  /**
   * Ends a dead participant in every set in which it may have left something: that whose undo it
   * took up last comes first, as at the exit of a process.
   *
   * @return false if a set could not be looked at
   */
  boolean settle(long dead) {
    List<Left> sets = new ArrayList<>();
    boolean all = true;
    for (int index = 0; index < space().limit(); index++) {
      int semid = space().idAt(index);
      if (semid >= 0 && space().getInt(index, SlotLayout.TOUCHED) != 0) {
        all &= look(semid, dead, sets);
      }
    }
    sets.sort(Comparator.comparingInt(Left::row).reversed());
    for (Left left : sets) {
      all &= settle(left, dead);
    }
    return all;
  }

  private boolean look(int semid, long dead, List<Left> sets) {
    SetHandle handle = engine.sets.mapped(semid);
    boolean isOurs = handle != null && handle.isWritable;
    try {
      SemSet set = isOurs ? handle.set : engine.sets.files.map(semid, true);
      sets.add(new Left(semid, set, isOurs, set.rowNumber(dead)));
      return true;
    } catch (FileProblem e) {
      return e.errno() == Errno.ENOENT || !space().isLive(semid);
    } catch (CorruptFileException e) {
      return true; // nobody can be ended in it
    }
  }

  /** A mapping of which something was thrown inside the gate stays: the visit has to be settled. */
  private static boolean settle(Left left, long dead) {
    boolean isSettled;
    try {
      isSettled = left.set.settleDeath(dead);
    } catch (CorruptFileException e) {
      isSettled = true; // nobody can be ended in it
    }
    if (!left.isOurs) {
      left.set.file().unmap();
    }
    return isSettled;
  }
}
