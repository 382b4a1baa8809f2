package io.sysv4j.offheap.internal.sync;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong in a helper thread. When it goes wrong there may be no memory to say so, or
 * logging may fail, too; so it is only noted then, and said when that is possible. Thread-safe.
 */
public final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);
  private static final long FIRST_SILENCE = 100_000_000;
  private static final long LONGEST_SILENCE = 60_000_000_000L;

  private final String who;
  private final String what;
  private final AtomicLong untold = new AtomicLong();
  private volatile Throwable last;
  private long toldAt;
  private long silence;

  /**
   * The trouble of a helper.
   *
   * @param who the name of its thread
   * @param what what follows from its trouble
   */
  public Trouble(String who, String what) {
    this.who = who;
    this.what = what;
  }

  /** Something went wrong. Allocates nothing, and throws nothing. */
  public void note(Throwable e) {
    last = e;
    untold.incrementAndGet();
  }

  /** How often something went wrong of which nothing has been said yet. */
  public long untold() {
    return untold.get();
  }

  /**
   * Says what has been noted, at intervals that grow while there is ever more of it. For one
   * thread, which must not end when logging fails.
   */
  public void tell() {
    long count = untold.get();
    if (count == 0) {
      silence = System.nanoTime() - toldAt > LONGEST_SILENCE ? 0 : silence;
    } else if (silence == 0 || System.nanoTime() - toldAt > silence) {
      silence = Math.min(Math.max(2 * silence, FIRST_SILENCE), LONGEST_SILENCE);
      toldAt = System.nanoTime();
      tell(count, last);
    }
  }

  private void tell(long count, Throwable e) {
    try {
      LOG.error("{}: {} ({} times; the last time:)", who, what, count, e);
      untold.addAndGet(-count);
      last = null;
    } catch (Throwable failure) {
      note(failure); // logging is in trouble, too: both are said the next time
    }
  }
}
