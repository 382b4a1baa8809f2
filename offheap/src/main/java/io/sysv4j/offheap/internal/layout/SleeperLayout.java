package io.sysv4j.offheap.internal.layout;

/**
 * One operation array that waits, 128 bytes. The status word is the truth about it, and the futex
 * its thread sleeps on.
 *
 * <pre>
 *    0  status      4   {@link SleeperStatus}
 *    4  nsops       2 of 4; the high half: 1 = asynchronous
 *    8  ticket      8   order of going to sleep
 *   16  owner       8   participant
 *   24  next, prev  4 + 4   in its queue (derived), or in the stack of free sleepers
 *   32  queue       4   which queue it is in, see {@code Sleepers} (derived)
 *   36  blocking    4   the operation that can't proceed
 *   40  pid         4
 *   44  more        4   record with further operations
 *   48  link        4   in the stack of returned sleepers
 *   52  row         4   undo row + 1, 0 = none
 *   56  granted     8   in the participant's stack of finished sleepers
 *   64  operations  8 × 8
 * </pre>
 *
 * A record with further operations has status, and from offset 8 {@link #MORE_OPS} operations;
 * {@code more} is at 4.
 */
public final class SleeperLayout {
  /** How many bytes a record takes. */
  public static final int LENGTH = 128;

  /** Status word. */
  public static final int STATUS = 0;

  /** How many operations, and whether asynchronous. */
  public static final int NSOPS = 4;

  /** Order of going to sleep. */
  public static final int TICKET = 8;

  /** The participant it belongs to. */
  public static final int OWNER = 16;

  /** The next in its queue. */
  public static final int NEXT = 24;

  /** The previous in its queue. */
  public static final int PREV = 28;

  /** Which queue. */
  public static final int QUEUE = 32;

  /** The operation it waits for. */
  public static final int BLOCKING = 36;

  /** Its process. */
  public static final int PID = 40;

  /** The record with the operations that don't fit. */
  public static final int MORE = 44;

  /** Link of the returned stack. */
  public static final int LINK = 48;

  /** Its undo row + 1. */
  public static final int ROW = 52;

  /** Link of the stack of finished sleepers. */
  public static final int GRANTED = 56;

  /** The first operations. */
  public static final int OPS = 64;

  /** How many operations fit the record. */
  public static final int INLINE_OPS = 8;

  /** In a record with further operations: the next such record. */
  public static final int MORE_NEXT = 4;

  /** In a record with further operations: where they start. */
  public static final int MORE_START = 8;

  /** How many operations fit a record with further operations. */
  public static final int MORE_OPS = 15;

  private SleeperLayout() {}
}
