package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.sem.SemSet;

/**
 * A set that this JVM has mapped, with what was last known of our rights. The slot's word tells
 * whether that still holds: it changes with each IPC_SET and with the removal. A set to which we
 * have no right at all is not mapped.
 */
final class SetHandle {
  /** Rights as of one word of the slot. */
  record Rights(long word, boolean read, boolean alter) {}

  final int semid;
  final int nsems;

  /** The mapped set; null if we may neither read nor alter it. */
  final SemSet set;

  final boolean isWritable;
  volatile Rights rights;

  SetHandle(int semid, int nsems, SemSet set, Rights rights) {
    this.semid = semid;
    this.nsems = nsems;
    this.set = set;
    this.isWritable = set != null && set.file().isWritable();
    this.rights = rights;
  }
}
