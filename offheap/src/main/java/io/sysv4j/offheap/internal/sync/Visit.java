package io.sysv4j.offheap.internal.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * What one thread is about in the gates of a namespace: a note in this JVM's heap, made before the
 * thread enters any. The thread writes it with plain stores as it goes; when the thread has failed
 * (an Error may strike anywhere, and again in its own handler), {@link Visits} reads there what is
 * left to do for others.
 *
 * <p>A crash leaves nothing of it, and needs nothing: death is seen by the lock.
 */
public final class Visit {
  /** No time limit. */
  public static final long FOREVER = Long.MAX_VALUE;

  /** What the messages call the registry's gate. */
  public static final String TABLES = "the namespace's tables";

  private static final VarHandle WHERE;
  private static final VarHandle ATTEMPTS;
  private static final VarHandle FAILED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WHERE = lookup.findVarHandle(Visit.class, "where", int.class);
      ATTEMPTS = lookup.findVarHandle(Visit.class, "attempts", int.class);
      FAILED = lookup.findVarHandle(Visit.class, "failed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Visit", e);
    }
  }

  final Thread thread;
  final boolean isVirtual;

  final Wakes wakes = new Wakes();

  /** The number of the room the thread is inside; negative while it enters or leaves; else 0. */
  int where;

  /** How often it has tried to enter. */
  int attempts;

  /** The number of the room in which a sleeper of the present call stands, 0 = none. */
  int asleepIn;

  int ref;
  int status;

  /** How often it has fallen asleep. */
  long sleeps;

  /**
   * Its call throws, and what that left has not been settled yet. A field, as the thread stores it
   * before anything else is done about it: that needs no stack, and can't fail.
   */
  public boolean failed;

  /** The next in {@link Visits}' list. */
  volatile Visit next;

  /** How often it had tried when a look at the gate began; -1 = it was not there. */
  int triedBefore = -1;

  /** What {@link Strays} saw at its last look, how often since, and on how many stacks. */
  int seenWhere;

  long seenMark;
  int looks;
  int stacks;

  /** What the calls of this thread use again. */
  public Object scratch;

  private long patience = 1_000_000_000;
  private boolean blocks;
  private long deadline = FOREVER;
  private int busyPid;
  private boolean isBusySet;
  private long busyNanos;

  Visit(Thread thread) {
    this.thread = thread;
    this.isVirtual = VirtualThreads.isVirtual(thread);
  }

  // ---- how long it waits -------------------------------------------------------------------

  /**
   * How long the calls that follow wait at a gate.
   *
   * @param nanos the longest wait at a gate, in ns
   * @param mayBlock whether they wait at a set's gate for as long as it takes
   * @param until when they give up, by {@link System#nanoTime}, or {@link #FOREVER}
   */
  public void waits(long nanos, boolean mayBlock, long until) {
    patience = nanos;
    blocks = mayBlock;
    deadline = until;
  }

  /**
   * Does something that waits for a gate for a moment only, as it can be done later as well.
   *
   * @param nanos how long, in ns
   */
  public <T> T waitingShortly(long nanos, Supplier<T> body) {
    long patienceBefore = patience;
    long deadlineBefore = deadline;
    boolean blocksBefore = blocks;
    waits(nanos, false, FOREVER);
    try {
      return body.get();
    } finally {
      waits(patienceBefore, blocksBefore, deadlineBefore);
    }
  }

  /**
   * Whether a wait for a gate that began then has taken too long.
   *
   * @param isSet whether it is the gate of a set, for which a call may block
   */
  public boolean isLate(long start, long now, boolean isSet) {
    return !(blocks && isSet) && now - start >= patience
        || deadline != FOREVER && deadline - now <= 0;
  }

  /** It has not come in: whether to a set, which process it saw inside, for how long, in ns. */
  public void turnedAway(boolean isSet, int pid, long nanos) {
    isBusySet = isSet;
    busyPid = pid;
    busyNanos = nanos;
  }

  /**
   * Why it could not enter a gate: whom it saw inside, for how long, and what to do.
   *
   * @param set names the set of the call, if it was that one's gate
   */
  public String busy(String set) {
    return "process "
        + busyPid
        + " is inside the gate of "
        + (isBusySet ? set : TABLES)
        + ", and this call has seen it there for "
        + busyNanos / 1_000_000
        + " ms: it may be stopped, or pause for long; continue it (kill -CONT "
        + busyPid
        + ") or end it, or wait longer with ?gate-patience=MILLISECONDS";
  }

  // ---- what the thread notes ---------------------------------------------------------------

  /** It tries to enter once more. */
  void tries() {
    attempts = attempts + 1 & Integer.MAX_VALUE;
  }

  /** It is about to put a sleeper into the room that it is in. */
  public void fallsAsleep(int sleeper, int statusWord) {
    ref = sleeper;
    status = statusWord;
    sleeps++;
    asleepIn = where;
  }

  /** Its sleeper is in good hands, or is no more. */
  public void isAwake() {
    asleepIn = 0;
  }

  /** The sleepers to wake, now that it has left the gate. */
  public Wakes wakes() {
    return wakes;
  }

  /** Whether it is inside a gate for sure. */
  public boolean isInside() {
    return where > 0;
  }

  // ---- what others read --------------------------------------------------------------------

  int whereNow() {
    return (int) WHERE.getAcquire(this);
  }

  /** Whether it is at the gate with a number, on either side. */
  boolean isAt(int number) {
    return Math.abs(whereNow()) == number;
  }

  int attemptsNow() {
    return (int) ATTEMPTS.getAcquire(this);
  }

  /** Whether the thread is not at work any more on what stands here. */
  boolean isOver() {
    return (boolean) FAILED.getAcquire(this) || !thread.isAlive();
  }

  /** Whether it has nothing left to do for anyone. */
  boolean isClear() {
    return whereNow() == 0 && asleepIn == 0 && wakes.isEmpty();
  }
}
