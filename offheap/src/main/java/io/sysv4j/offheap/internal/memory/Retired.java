package io.sysv4j.offheap.internal.memory;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A mapping that goes away when nobody can reach the object it belongs to. A mapping is never taken
 * from under a thread: a load or store that comes late would kill the JVM.
 *
 * <p>The JDK's {@link Cleaner} does it, on one thread for each class loader that has loaded the
 * library; that thread ends when the loader itself is unreachable. It is made with the first
 * mapping.
 */
public final class Retired {
  private static final AtomicInteger ALL = new AtomicInteger();

  /** How many wait for the garbage collector, as their files are in nobody's hands any more. */
  private static final AtomicInteger FORGOTTEN = new AtomicInteger();

  private static Cleaner cleaner;

  private final End end;
  private final Cleaner.Cleanable cleanable;

  private Retired(End end, Cleaner.Cleanable cleanable) {
    this.end = end;
    this.cleanable = cleanable;
  }

  /** What is done when the owner is unreachable, once. */
  private static final class End implements Runnable {
    private final Runnable unmap;
    private final AtomicBoolean forgotten = new AtomicBoolean();

    End(Runnable unmap) {
      this.unmap = unmap;
    }

    @Override
    public void run() {
      ALL.decrementAndGet();
      if (forgotten.get()) {
        FORGOTTEN.decrementAndGet();
      }
      unmap.run();
    }
  }

  /** Does the unmapping when the owner is unreachable; the action must not reach the owner. */
  static Retired watch(Object owner, Runnable unmap) {
    End end = new End(unmap);
    Retired retired = new Retired(end, cleaner().register(owner, end));
    ALL.incrementAndGet();
    return retired;
  }

  /** Not in a static initializer: if no thread can be made now, the next call tries again. */
  private static synchronized Cleaner cleaner() {
    if (cleaner == null) {
      cleaner = Cleaner.create();
    }
    return cleaner;
  }

  /**
   * Maps memory; if the system has no room for another mapping, lets the garbage collector find old
   * ones first.
   *
   * @return the address, or the negative errno
   */
  public static long retrying(LongSupplier map) {
    long address = map.getAsLong();
    if (address < 0 && count() > 0) {
      System.gc();
      for (int i = 0; i < 20 && address < 0; i++) {
        sleep();
        address = map.getAsLong();
      }
    }
    return address;
  }

  /** The owner is about to become unreachable, and holds storage that nobody needs. */
  void forget() {
    if (end.forgotten.compareAndSet(false, true)) {
      FORGOTTEN.incrementAndGet();
    }
  }

  /**
   * Lets the garbage collector find mappings that were forgotten.
   *
   * @return whether any of them is gone
   */
  public static boolean reclaim() {
    int before = FORGOTTEN.get();
    if (before > 0) {
      System.gc();
      for (int i = 0; i < 20 && FORGOTTEN.get() > 0; i++) {
        sleep();
      }
    }
    return FORGOTTEN.get() < before;
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unmaps now; the caller knows that nobody uses the memory. */
  public void unmap() {
    cleanable.clean();
  }

  /** How many mappings there are, for tests and people. */
  public static int count() {
    return ALL.get();
  }
}
