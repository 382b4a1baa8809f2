package io.sysv4j.offheap.internal.layout;

/**
 * One JVM that has the namespace open, 128 bytes. Who owns the slot is told by a lock on the byte
 * {@link #LOCK_BASE} + slot of the file, never by what is written here.
 *
 * <pre>
 *    0  generation  8   grows each time the slot is taken
 *    8  attached    4   2 × generation + 1 from taking the slot until everything of it is settled
 *   12  pid         4   for people and messages
 *   16  started     8   milliseconds since the epoch, for people
 *   64  granted     8   stack of finished asynchronous sleepers
 *   72  doorbell    4   futex of the dispatcher: 1 = it sleeps
 *   76  rescan      4   a granter died: look at every sleeper
 * </pre>
 */
public final class ParticipantLayout {
  /** How many bytes it takes. */
  public static final int LENGTH = 128;

  /** How often the slot was taken. */
  public static final int GENERATION = 0;

  /** Whether there may be something to settle. */
  public static final int ATTACHED = 8;

  /** The process. */
  public static final int PID = 12;

  /** When it came. */
  public static final int STARTED = 16;

  /** The stack of finished asynchronous sleepers. */
  public static final int GRANTED = 64;

  /** The dispatcher's futex. */
  public static final int DOORBELL = 72;

  /** Whether the dispatcher must look at every sleeper. */
  public static final int RESCAN = 76;

  /** The lock byte of slot 0: far behind the end of the file. */
  public static final long LOCK_BASE = 1L << 40;

  private ParticipantLayout() {}

  /** The mark that a participant of this generation has something to settle; never 0. */
  public static int attached(long generation) {
    return (int) generation << 1 | 1;
  }
}
