package io.sysv4j.conformance.torture;

/** What a worker has done, for the report. */
enum Deed {
  /** One operation. */
  OPERATION,
  /** Several operations at once. */
  ARRAY,
  /** One of these, with SEM_UNDO. */
  WITH_UNDO,
  /** One of these that may sleep, for a while or for ever. */
  MAY_SLEEP,
  /** One of these as a future. */
  FUTURE,
  /** A future was cancelled. */
  CANCEL,
  /** A sleeping thread was interrupted. */
  INTERRUPT,
  SETVAL,
  SETALL,
  /** A set was made, or found by its key. */
  SEMGET,
  /** A set was removed. */
  IPC_RMID,
  SHMAT,
  SHMDT,
  /** A segment was made, attached, removed and detached. */
  SEGMENT,
  /** An Error was thrown at a load or store. */
  ERROR,
  /** A call failed by such an Error, and its thread went on. */
  FAILED_BY_ERROR,
  /** A call failed as the stack was full, and its thread went on. */
  FAILED_BY_OVERFLOW,
  /** A call answered EBUSY: another paused inside the gate that it needed. */
  EBUSY,
  /** A doer's thread is a virtual one. */
  VIRTUAL;

  /** What an operation array is. */
  static void tell(Ledger ledger, int nsops, boolean undo, boolean maySleep) {
    ledger.did(nsops == 1 ? OPERATION : ARRAY);
    if (undo) {
      ledger.did(WITH_UNDO);
    }
    if (maySleep) {
      ledger.did(MAY_SLEEP);
    }
  }
}
