package io.sysv4j.conformance.torture;

import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;

/** Where a worker may die: right after a store of this kind into a shared file. */
enum Point {
  /** Any store at all. */
  ANY,
  /** A set's gate has been entered. */
  GATE_ENTERED,
  /** A set's gate has been left; nobody has been woken yet. */
  GATE_LEFT,
  /** A semaphore's word has changed. */
  WORD,
  /** A semaphore's queues or derived numbers have changed. */
  QUEUE,
  /** A journal entry was written, which is not committed yet. */
  JOURNAL_ENTRY,
  /** A journal has just been committed. */
  JOURNAL_COMMITTED,
  /** A journal has just been carried out and forgotten. */
  JOURNAL_FORGOTTEN,
  /** A sleeper's record or an undo row has changed. */
  RECORD,
  /** The set's own fields: state, tickets, free and returned sleepers, extents. */
  SET_FIELD,
  /** The registry's gate has been entered. */
  REGISTRY_ENTERED,
  /** The registry's gate has been left. */
  REGISTRY_LEFT,
  /** The intent of making or removing an object was written or cleared. */
  REGISTRY_INTENT,
  /** The registry's journal or sequence number has changed. */
  REGISTRY_JOURNAL,
  /** A participant's slot has changed: joining, leaving, ringing its bell. */
  PARTICIPANT,
  /** The tables of objects, keys and attaches have changed. */
  TABLE;

  /** What a store into the file of a set is; {@code sems} is where its semaphores start. */
  static Point ofSet(long offset, long value, long sems, long records) {
    if (offset == SetLayout.GATE) {
      return value != 0 ? GATE_ENTERED : GATE_LEFT;
    }
    if (offset < SetLayout.JOURNAL) {
      return SET_FIELD;
    }
    if (offset == SetLayout.JOURNAL + JournalLayout.COMMIT) {
      return value != 0 ? JOURNAL_COMMITTED : JOURNAL_FORGOTTEN;
    }
    if (offset < sems) {
      return JOURNAL_ENTRY;
    }
    if (offset >= records) {
      return RECORD;
    }
    return (offset - sems) % SetLayout.SEM == 0 ? WORD : QUEUE;
  }

  /** What a store into the file {@code namespace} is. */
  static Point ofNamespace(long offset, long value) {
    if (offset == NamespaceLayout.GATE) {
      return value != 0 ? REGISTRY_ENTERED : REGISTRY_LEFT;
    }
    if (offset == NamespaceLayout.INTENT) {
      return REGISTRY_INTENT;
    }
    if (offset == NamespaceLayout.CHANGES
        || offset >= NamespaceLayout.JOURNAL && offset < NamespaceLayout.PARTICIPANTS) {
      return REGISTRY_JOURNAL;
    }
    boolean isParticipant =
        offset >= NamespaceLayout.PARTICIPANTS
            && offset < NamespaceLayout.participant(NamespaceLayout.MAX_PARTICIPANTS);
    return isParticipant ? PARTICIPANT : TABLE;
  }
}
