package io.sysv4j.offheap.internal.sem;

import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Wakes;

/**
 * Tells another JVM's dispatcher which of its sleepers are done: a stack in the participant's slot,
 * linked through the records, and a doorbell beside it.
 *
 * <p>For the gate's owner only. A crash in between may lose an entry or a ring; recovery then asks
 * the dispatchers to look at every sleeper ({@link #askToRescan}).
 */
final class AsyncBell {
  private static final int SLEEPS = 1;

  private final SetState set;
  private final Memory namespace;
  private final int semid;

  AsyncBell(SetState set, Memory namespace, int semid) {
    this.set = set;
    this.namespace = namespace;
    this.semid = semid;
  }

  /** What stands in the stack for a sleeper of a set; never 0. */
  static long entry(int semid, int ref) {
    return (semid + 1L) << 32 | ref;
  }

  void push(int ref) {
    long slot = NamespaceLayout.participant(Participant.slot(set.sleepers.owner(ref)));
    long stack = slot + ParticipantLayout.GRANTED;
    long link = set.sleepers.at(ref) + SleeperLayout.GRANTED;
    long head;
    do {
      head = namespace.getLong(stack);
      set.memory.putLong(link, head);
    } while (!namespace.casLong(stack, head, entry(semid, ref)));
    long bell = slot + ParticipantLayout.DOORBELL;
    if (namespace.getInt(bell) == SLEEPS && namespace.casInt(bell, SLEEPS, 0)) {
      set.wakeLater(namespace.address(bell));
    }
  }

  void askToRescan(long owner, Wakes wakes) {
    if (Participant.slot(owner) >= NamespaceLayout.MAX_PARTICIPANTS) {
      return; // nobody: damaged
    }
    long slot = NamespaceLayout.participant(Participant.slot(owner));
    namespace.putInt(slot + ParticipantLayout.RESCAN, 1);
    namespace.putInt(slot + ParticipantLayout.DOORBELL, 0);
    wakes.add(namespace.address(slot + ParticipantLayout.DOORBELL));
  }
}
