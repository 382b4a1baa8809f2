package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.process.Participant;

/**
 * The {@link Dispatcher}'s side of what stands in its participant's slot: the stack of sleepers
 * that are done, the bell on which it sleeps, and whether it must look at all futures.
 */
final class Doorbell {
  private static final int ASLEEP = 1;

  private final Memory namespace;
  private final long stack;
  private final long bell;
  private final long rescan;

  Doorbell(Participant me) {
    namespace = me.namespace();
    stack = me.offset() + ParticipantLayout.GRANTED;
    bell = me.offset() + ParticipantLayout.DOORBELL;
    rescan = me.offset() + ParticipantLayout.RESCAN;
  }

  /** Wakes the dispatcher if it sleeps. */
  void ring() {
    if (namespace.casInt(bell, ASLEEP, 0)) {
      Linux.futexWake(namespace.address(bell), 1);
    }
  }

  /** Wakes the dispatcher whatever the bell says. */
  void ringLoud() {
    namespace.putInt(bell, 0);
    Linux.futexWake(namespace.address(bell), 1);
  }

  /** Wakes those who sleep on any bell; see {@link Dispatcher#wakeAll}. */
  static void ringAll(Participant me) {
    for (int slot = me.slotsUsed() - 1; slot >= 0; slot--) {
      long bell = NamespaceLayout.participant(slot) + ParticipantLayout.DOORBELL;
      Linux.futexWake(me.namespace().address(bell), 1);
    }
  }

  /** From here on a ring is not lost: who sees that we sleep rings. */
  void fallAsleep() {
    if (!namespace.casInt(bell, 0, ASLEEP)) {
      namespace.putInt(bell, 0); // as it was, or damaged
    }
  }

  /** Sleeps until it rings; answers what the futex call does. */
  int await(long nanos) {
    return Linux.futexWait(namespace.address(bell), ASLEEP, nanos);
  }

  /** We don't sleep any more. */
  void wakeUp() {
    namespace.casInt(bell, ASLEEP, 0);
  }

  /** Whether a granter has left something for us. */
  boolean hasWork() {
    return namespace.getLong(stack) != 0 || mustRescan();
  }

  /** Takes the whole stack; answers its first entry, 0 if there is none. */
  long takeStack() {
    long head;
    do {
      head = namespace.getLong(stack);
    } while (head != 0 && !namespace.casLong(stack, head, 0));
    return head;
  }

  /** Whether entries of the stack may be missing. */
  boolean mustRescan() {
    return namespace.getInt(rescan) != 0;
  }

  /** Entries of the stack may be missing. */
  void askToRescan() {
    namespace.putInt(rescan, 1);
  }

  /** All futures are looked at now. */
  void rescanned() {
    namespace.putInt(rescan, 0);
  }
}
