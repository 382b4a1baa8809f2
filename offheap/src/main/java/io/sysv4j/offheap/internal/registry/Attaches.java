package io.sysv4j.offheap.internal.registry;

import io.sysv4j.offheap.internal.layout.AttachLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.Participant;

/**
 * Who has which segment attached, and how often: one record for each participant and segment. A
 * segment's shm_nattch is the sum over the living.
 *
 * <p>For the owner of the registry's gate; allocates nothing. A record counts from the store of its
 * participant on, and each change is one store, so a crash leaves nothing half done.
 */
public final class Attaches {
  private final Memory memory;
  private final NamespaceLayout layout;
  private final Participant me;

  Attaches(Memory memory, NamespaceLayout layout, Participant me) {
    this.memory = memory;
    this.layout = layout;
    this.me = me;
  }

  private int used() {
    int used = memory.getInt(NamespaceLayout.ATTACHES_USED);
    return Math.max(0, Math.min(used, layout.maxAttaches()));
  }

  private int count(int record) {
    return memory.getInt(layout.attach(record) + AttachLayout.COUNT);
  }

  private int find(long participant, int shmid) {
    int used = used();
    for (int record = 0; record < used; record++) {
      if (owner(record) == participant && (participant == 0 || shmid(record) == shmid)) {
        return record;
      }
    }
    return -1;
  }

  /**
   * This participant attaches a segment once more.
   *
   * @return false if all records are taken
   */
  public boolean add(int shmid) {
    int record = find(me.id(), shmid);
    if (record >= 0) {
      memory.putInt(layout.attach(record) + AttachLayout.COUNT, count(record) + 1);
      return true;
    }
    record = find(0, 0);
    if (record < 0) {
      record = used();
      if (record == layout.maxAttaches()) {
        return false;
      }
      memory.putInt(NamespaceLayout.ATTACHES_USED, record + 1);
    }
    long at = layout.attach(record);
    memory.putInt(at + AttachLayout.SHMID, shmid);
    memory.putInt(at + AttachLayout.COUNT, 1);
    memory.putLong(at + AttachLayout.PARTICIPANT, me.id());
    return true;
  }

  /** This participant detaches a segment once. */
  public void remove(int shmid) {
    int record = find(me.id(), shmid);
    if (record >= 0) {
      long at = layout.attach(record);
      if (count(record) > 1) {
        memory.putInt(at + AttachLayout.COUNT, count(record) - 1);
      } else {
        memory.putLong(at + AttachLayout.PARTICIPANT, 0);
      }
    }
  }

  /** shm_nattch of a segment, the dead included. */
  public int nattch(int shmid) {
    int used = used();
    int sum = 0;
    for (int record = 0; record < used; record++) {
      if (owner(record) != 0 && shmid(record) == shmid) {
        sum += count(record);
      }
    }
    return sum;
  }

  /**
   * The record of a participant that has a segment attached and lives no more; -1 = none.
   *
   * @param from the first record that is looked at
   */
  public int nextDead(int shmid, int from) {
    int used = used();
    for (int record = from; record < used; record++) {
      long owner = owner(record);
      if (owner != 0 && shmid(record) == shmid && !me.isAlive(owner)) {
        return record;
      }
    }
    return -1;
  }

  /** The participant whose record it is, 0 if it is free. */
  public long owner(int record) {
    return memory.getLong(layout.attach(record) + AttachLayout.PARTICIPANT);
  }

  /** Which segment is attached by a record. */
  public int shmid(int record) {
    return memory.getInt(layout.attach(record) + AttachLayout.SHMID);
  }

  /** Whether a dead participant, or one before it in its slot, has any. Needs no gate. */
  public boolean isThere(long participant) {
    return next(participant, 0) >= 0;
  }

  /**
   * A record of a participant, or of those before it in its slot; -1 = there is none.
   *
   * @param from the first record that is looked at
   */
  public int next(long participant, int from) {
    int used = used();
    for (int record = from; record < used; record++) {
      if (isOf(owner(record), participant)) {
        return record;
      }
    }
    return -1;
  }

  private static boolean isOf(long owner, long participant) {
    return owner != 0
        && owner <= participant
        && Participant.slot(owner) == Participant.slot(participant);
  }

  /** Ends the attaches of a record: those of one participant to one segment. */
  public void end(int record) {
    memory.putLong(layout.attach(record) + AttachLayout.PARTICIPANT, 0);
  }
}
