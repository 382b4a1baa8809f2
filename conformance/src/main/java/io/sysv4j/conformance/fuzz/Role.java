package io.sysv4j.conformance.fuzz;

/**
 * What a number in a call or in its answer stands for. Programs name objects by their order of
 * creation and keys by small numbers; {@link Names} turns both into what each side knows.
 */
enum Role {
  /** Itself. */
  NUMBER,
  /** A key: 0 is IPC_PRIVATE, others are moved apart so that two sides may share one kernel. */
  KEY,
  /**
   * A semaphore set: the n-th that the program made; negative, or from {@link Names#RAW} on:
   * itself.
   */
  SET,
  /** A segment, in the same way. */
  SEGMENT,
  /** The index of a set's identifier; compared as the set it names. */
  SET_INDEX,
  /** The index of a segment's identifier. */
  SEGMENT_INDEX,
  /** The sequence number that belongs to the identifier in front. */
  SEQUENCE,
  /** Flags of semget and shmget. */
  FLAGS,
  /** Permission bits. */
  MODE,
  /** A command of semctl or shmctl. */
  COMMAND,
  /** How semop is called: a {@link Wait}. */
  WAIT,
  /** All that follow are packed operations. */
  SOPS,
  /** All that follow are numbers. */
  VALUES,
  /** An attach: the n-th that the program made. */
  ATTACH,
  /** Seconds since the epoch. */
  TIME,
  /** A total over the namespace: equal only if the namespaces began empty. */
  TOTAL,
  /** Not compared. */
  ANY
}
