package io.sysv4j.offheap.internal.layout;

import static io.sysv4j.offheap.internal.layout.NamespaceLayout.align;

/**
 * The file of one set.
 *
 * <pre>
 *      0  header        64   {@link Header}
 *     64  gate          64   owner 8, passages 8, whether any sleep for it 4
 *    128  returned      64   stack of sleepers given back by their owners 4, popping 4, pushing 4
 *    192  state        128   state 4, complex 4, ticket 8, queue heads and tails 16, free sleepers 4,
 *                            sleepers 4, rows 4, queued 4, otime 8
 *    320  extents      384   offsets of 24 sleeper extents, then of 24 row extents, 8 each
 *    704  journal            {@link JournalLayout}
 *      …  semaphores         nsems × 64
 *      …  sleeper extent 0   {@link SleeperLayout}
 *      …  row extent 0       {@link RowLayout}
 *   later extents behind, as they are reserved
 * </pre>
 *
 * A semaphore's line:
 *
 * <pre>
 *    0  word         8   {@link SemWord}
 *    8  queue heads and tails of its single operations: altering 4 + 4, waiting for zero 4 + 4
 *   24  holders      4   participants with an adjustment          (derived)
 *   28  calm         4   plain operations that have met it gated
 * </pre>
 */
public final class SetLayout {
  /** Owner of the gate. */
  public static final long GATE = Header.LENGTH;

  /** Stack of sleepers that their owners have given back. */
  public static final long RETURNED = GATE + 64;

  /** The sleeper that is being taken off that stack. */
  public static final long POPPING = RETURNED + 4;

  /** Live or removed. */
  public static final long STATE = RETURNED + 64;

  /** How many sleepers with several operations there are. */
  public static final long COMPLEX = STATE + 4;

  /** The number of the next sleeper: who came first. */
  public static final long TICKET = STATE + 8;

  /** Queue of altering operations of the whole set: head, tail. */
  public static final long ALTER = STATE + 16;

  /** Queue of zero-waiting arrays: head, tail. */
  public static final long CONST = STATE + 24;

  /** Stack of free sleepers. */
  public static final long FREE_SLEEPERS = STATE + 32;

  /** How many sleepers there is room for. */
  public static final long SLEEPERS = STATE + 36;

  /** How many undo rows there is room for. */
  public static final long ROWS = STATE + 40;

  /** How many sleepers stand in queues. */
  public static final long QUEUED = STATE + 44;

  /** When an operation last succeeded, seconds. */
  public static final long OTIME = STATE + 48;

  /** Offsets of the extents of sleepers. */
  public static final long SLEEPER_EXTENTS = STATE + 128;

  /** Offsets of the extents of undo rows. */
  public static final long ROW_EXTENTS = SLEEPER_EXTENTS + 8L * Extents.MAX;

  /** The redo journal. */
  public static final long JOURNAL = ROW_EXTENTS + 8L * Extents.MAX;

  /** {@link #STATE}: it can be used. */
  public static final int LIVE = 1;

  /** {@link #STATE}: it has been removed. */
  public static final int REMOVED = 2;

  /** {@link #STATE}: its contents were found to be damaged. */
  public static final int CORRUPT = 3;

  /** Bytes of a semaphore's line. */
  public static final int SEM = 64;

  /** In a semaphore's line: altering queue, head and tail. */
  public static final int SEM_ALTER = 8;

  /** In a semaphore's line: zero-waiting queue, head and tail. */
  public static final int SEM_CONST = 16;

  /** In a semaphore's line: how many participants have an adjustment of it. */
  public static final int SEM_HOLDERS = 24;

  /** In a semaphore's line: plain operations that have met it gated. */
  public static final int SEM_CALM = 28;

  /** Sleepers in the first extent. */
  public static final int FIRST_SLEEPERS = 8;

  /** Undo rows in the first extent. */
  public static final int FIRST_ROWS = 4;

  /** Identifies this layout together with {@link Header#VERSION}. */
  public static final long FINGERPRINT =
      Fingerprint.of(
          GATE,
          RETURNED,
          STATE,
          SLEEPER_EXTENTS,
          ROW_EXTENTS,
          JOURNAL,
          SEM,
          SleeperLayout.LENGTH,
          SleeperLayout.INLINE_OPS,
          FIRST_SLEEPERS,
          FIRST_ROWS,
          SemWord.fingerprint());

  private final int nsems;
  private final int semopm;

  /** The layout of a set of this many semaphores. */
  public SetLayout(int nsems, int semopm) {
    this.nsems = nsems;
    this.semopm = semopm;
  }

  /** How many entries the journal has room for: SETALL, or an array on different semaphores. */
  public int journalEntries() {
    return Math.max(3 * Math.min(nsems, semopm), nsems) + 4;
  }

  /** How many operations an array has at most. */
  public int semopm() {
    return semopm;
  }

  /** Where the semaphores start. */
  public long sems() {
    return align(JOURNAL + JournalLayout.length(journalEntries()), SEM);
  }

  /** Where the first extent of sleepers is. */
  public long firstSleepers() {
    return sems() + (long) nsems * SEM;
  }

  /** Where the first extent of undo rows is. */
  public long firstRows() {
    return firstSleepers() + (long) FIRST_SLEEPERS * SleeperLayout.LENGTH;
  }

  /** How long a new file is, in bytes: whole pages. */
  public long length() {
    return align(firstRows() + FIRST_ROWS * RowLayout.length(nsems), 4096);
  }
}
