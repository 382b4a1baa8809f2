package io.sysv4j.examples.demo;

import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.util.concurrent.locks.LockSupport;

/** A worker's witness: tells the parent what it sees, and walks into the traps that are set. */
final class TrappedWitness implements Witness {
  private final IpcNamespace ns;
  private final int semid;
  private final Segment segment;
  private final Role role;
  private final int seat;

  TrappedWitness(IpcNamespace ns, int semid, Segment segment, Role role, int seat) {
    this.ns = ns;
    this.semid = semid;
    this.segment = segment;
    this.role = role;
    this.seat = seat;
  }

  @Override
  public void at(Instant instant, int chunk) {
    for (int i = 0; i < segment.geometry().traps(); i++) {
      Trap trap = segment.trap(i);
      if (trap.catches(instant, chunk)) {
        segment.trap(i, trap.with(seat));
        ns.semop(semid, Sembuf.of(Sems.CAUGHT, +1));
        awaitSigkill();
      }
    }
  }

  private static void awaitSigkill() {
    while (true) {
      LockSupport.park();
    }
  }

  @Override
  public void redoing(Claim claim) {
    Saying.REDOING.say(
        "chunk " + claim.chunk() + ", which " + role.on(claim.heirOf()) + " had begun");
  }

  @Override
  public void corrected(Correction correction) {
    Saying.CORRECTED.say(correction.format());
  }
}
