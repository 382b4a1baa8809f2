package io.sysv4j.offheap.internal.memory;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A mapping that goes away when nobody can reach the object it belongs to. A mapping is never taken
 * from under a thread: a load or store that comes late would kill the JVM.
 *
 * <p>No thread of its own: each new mapping, and the janitor, look whether old ones can go.
 */
public final class Retired extends PhantomReference<Object> {
  private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
  private static final Set<Retired> ALL = ConcurrentHashMap.newKeySet();

  /** How many wait for the garbage collector, as their files are in nobody's hands any more. */
  private static final AtomicInteger FORGOTTEN = new AtomicInteger();

  private final Runnable unmap;
  private final AtomicBoolean forgotten = new AtomicBoolean();

  private Retired(Object owner, Runnable unmap) {
    super(owner, QUEUE);
    this.unmap = unmap;
  }

  /** Does the unmapping when the owner is unreachable; the action must not reach the owner. */
  static Retired watch(Object owner, Runnable unmap) {
    Retired retired = new Retired(owner, unmap);
    ALL.add(retired);
    sweep();
    return retired;
  }

  /** Unmaps the memory when the owner is unreachable. */
  static Retired watch(Object owner, long address, long length) {
    return watch(owner, () -> Linux.unmap(address, length));
  }

  /** Unmaps what nobody can reach any more. */
  public static void sweep() {
    for (Object old = QUEUE.poll(); old != null; old = QUEUE.poll()) {
      ((Retired) old).unmap();
    }
  }

  /**
   * Maps memory; if the system has no room for another mapping, lets the garbage collector find old
   * ones first.
   *
   * @return the address, or the negative errno
   */
  public static long retrying(LongSupplier map) {
    long address = map.getAsLong();
    if (address < 0 && ALL.size() > 0) {
      System.gc();
      for (int i = 0; i < 20 && address < 0; i++) {
        sleep();
        sweep();
        address = map.getAsLong();
      }
    }
    return address;
  }

  /** The owner is about to become unreachable, and holds storage that nobody needs. */
  void forget() {
    if (forgotten.compareAndSet(false, true)) {
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
        sweep();
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
    if (ALL.remove(this)) {
      unmap.run();
      if (forgotten.get()) {
        FORGOTTEN.decrementAndGet();
      }
    }
  }

  /** How many mappings there are, for tests and people. */
  public static int count() {
    return ALL.size();
  }
}
