package io.sysv4j.offheap.internal.engine;

import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sem.SemSet;

/**
 * A set that this JVM has mapped, and what we may do with it as of one word of its slot, which
 * changes with each IPC_SET and with the removal. A set of another owner to which we have no right
 * at all is not mapped; a set of ours is, for writing, whatever we may do with it. Never changes:
 * new rights make a new handle. The fast path finds all it needs one step from here.
 */
final class SetHandle {
  /** Rights as of one word of the slot. */
  record Rights(long word, boolean read, boolean alter) {}

  final int semid;
  final int nsems;

  /** The mapped set; null if it is not ours and we may neither read nor alter it. */
  final SemSet set;

  final boolean isWritable;
  final boolean mayRead;
  final boolean mayAlter;
  private final boolean mayReadFast;
  private final boolean mayAlterFast;
  private final Memory namespace;
  private final long slot;
  private final long word;

  /**
   * A handle.
   *
   * @param slot where in the namespace the slot's word is
   */
  SetHandle(int semid, int nsems, SemSet set, Memory namespace, long slot, Rights rights) {
    this.semid = semid;
    this.nsems = nsems;
    this.set = set;
    this.isWritable = set != null && set.file().isWritable();
    this.mayRead = rights.read();
    this.mayAlter = rights.alter();
    this.mayReadFast = mayRead && isWritable;
    this.mayAlterFast = mayAlter && isWritable;
    this.namespace = namespace;
    this.slot = slot;
    this.word = rights.word();
  }

  /** The same set with other rights. */
  SetHandle with(Rights rights) {
    return new SetHandle(semid, nsems, set, namespace, slot, rights);
  }

  /** Whether an operation may be done by a compare-and-swap. */
  boolean allowsFast(int semNum, int semOp) {
    return semNum >= 0 && semNum < nsems && (semOp != 0 ? mayAlterFast : mayReadFast);
  }

  /** Whether the set still exists and our rights are still these. */
  boolean isCurrent() {
    return namespace.getLong(slot) == word;
  }
}
