package io.sysv4j.examples.demo;

import io.sysv4j.IpcNamespace;

/** Shows, from the segment and the set, that a worker holds what its trap says it holds. */
final class Evidence {
  private Evidence() {}

  static boolean holdsUnits(Workshop workshop, Child child, Trap trap) {
    return switch (trap.instant()) {
      case HALF_FILLED -> ownsSlot(workshop, child, Phase.FILLING, trap.chunk());
      case HALF_DRAINED -> ownsSlot(workshop, child, Phase.DRAINING, trap.chunk());
      case FILLED_UNCOUNTED, DRAINED_UNCOUNTED -> hasMutex(workshop, child);
    };
  }

  /** Who has made a slot its own has a unit for it. */
  private static boolean ownsSlot(Workshop workshop, Child child, Phase phase, int chunk) {
    SlotWord mine = new SlotWord(phase, child.seat(), chunk);
    Segment segment = workshop.segment();
    for (int slot = 0; slot < segment.geometry().slots(); slot++) {
      if (segment.slot(slot).equals(mine)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMutex(Workshop workshop, Child child) {
    IpcNamespace ns = workshop.ns();
    return ns.getVal(workshop.semid(), Sems.MUTEX) == 0
        && ns.getPid(workshop.semid(), Sems.MUTEX) == child.pid();
  }
}
