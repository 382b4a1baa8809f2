package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls of each kind, for JVMs in trouble. Each leaves the units of the set as many as they were
 * ({@link #UNITS}), whether it is done or not.
 */
final class TroubledCalls {
  /** A kind of call. */
  enum Kind {
    UNDO,
    ARRAY,
    SETVAL,
    REGISTRY,
    SEGMENT,
    GETALL,
    SLEEP,
    FUTURE,
    CANCEL
  }

  static final int KEY = 0x77;

  /**
   * Plenty: a call that takes may be done and throw all the same, and then its sibling that gives
   * back is not made. So they gather in the second semaphore, some dozens in a thousand failures,
   * and who found none in the first would wait.
   */
  static final int UNITS = 10_000;

  private static final int HALF = UNITS / 2;
  private static final Duration MOMENT = Duration.ofNanos(200_000);

  /** Made beforehand: what makes them is not what is to fail. */
  private static final Sembuf[] TAKE_UNDO = {Sembuf.undo(0, -1), Sembuf.undo(1, 1)};

  private static final Sembuf[] GIVE_UNDO = {Sembuf.undo(0, 1), Sembuf.undo(1, -1)};
  private static final Sembuf[] TAKE = {Sembuf.of(0, -1), Sembuf.of(1, 1)};
  private static final Sembuf[] GIVE = {Sembuf.of(0, 1), Sembuf.of(1, -1)};
  private static final Sembuf[] NEVER = {Sembuf.of(0, -2 * UNITS)};

  private final IpcNamespace ns;
  private final int set;
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> futures =
      new ConcurrentLinkedQueue<>();

  TroubledCalls(IpcNamespace ns) {
    this.ns = ns;
    this.set = ns.semget(KEY, 3, Ipc.IPC_CREAT | 0600);
  }

  /** Puts the units there. */
  void begin() {
    ns.setAll(set, HALF, HALF, HALF);
  }

  /** How many units there are. */
  int units() {
    int[] vals = ns.getAll(set);
    return vals[0] + vals[1];
  }

  /** Whether nobody sleeps, and the semaphore that is only set has the value that it is set to. */
  boolean isCalm() {
    return ns.getNcnt(set, 0) == 0 && ns.getZcnt(set, 0) == 0 && ns.getVal(set, 2) == HALF;
  }

  /** A call. An errno is an answer, too, if it may be one. */
  void call(Kind kind) {
    try {
      make(kind);
    } catch (IpcException e) {
      boolean isFull = e.errno() == Errno.ENOSPC; // of objects that failed calls have left
      if (e.errno() != Errno.EAGAIN && e.errno() != Errno.EBUSY && !isFull) {
        throw e;
      }
    }
  }

  private void make(Kind kind) {
    switch (kind) {
      case UNDO:
        ns.semop(set, TAKE_UNDO);
        ns.semop(set, GIVE_UNDO);
        break;
      case ARRAY:
        ns.semop(set, TAKE);
        ns.semop(set, GIVE);
        break;
      case SETVAL:
        ns.setVal(set, 2, HALF);
        break;
      case REGISTRY:
        ns.semRmid(ns.semget(Ipc.IPC_PRIVATE, 1, 0600));
        break;
      case SEGMENT:
        segment();
        break;
      case GETALL:
        if (units() != UNITS) {
          throw new IllegalStateException("units are lost");
        }
        break;
      case SLEEP:
        ns.semtimedop(set, NEVER, MOMENT);
        break;
      case FUTURE:
        futures.add(ns.semtimedopAsync(set, NEVER, MOMENT));
        futures.add(ns.semtimedopAsync(set, TAKE, MOMENT));
        futures.add(ns.semtimedopAsync(set, GIVE, MOMENT));
        break;
      case CANCEL:
        CompletableFuture<Void> future = ns.semtimedopAsync(set, NEVER, MOMENT);
        futures.add(future); // should the cancel fail, its time is over soon
        future.cancel(false);
        break;
    }
  }

  private void segment() {
    int shmid = ns.shmget(Ipc.IPC_PRIVATE, 4096, 0600);
    try (SharedMemory memory = ns.shmat(shmid, 0)) {
      memory.buffer(0, 8).putLong(0, 1);
    } finally {
      ns.shmRmid(shmid);
    }
  }

  /** Waits for all futures; answers how many there were. */
  int awaitFutures() {
    int count = 0;
    for (CompletableFuture<Void> f = futures.poll(); f != null; f = futures.poll(), count++) {
      f.handle((nothing, e) -> e == null).join();
    }
    return count;
  }

  /**
   * Each call once, by a JVM that is in no trouble: throws if one does not answer as it must. Where
   * another is inside a gate for long it is made again, until the test gives up.
   */
  void each() {
    make(EnumSet.complementOf(EnumSet.of(Kind.SLEEP)));
  }

  /** As {@link #each}, the calls on the set alone: they need no gate inside which one allocates. */
  void eachOnTheSet() {
    make(EnumSet.complementOf(EnumSet.of(Kind.SLEEP, Kind.REGISTRY, Kind.SEGMENT)));
  }

  private void make(Set<Kind> kinds) {
    for (Kind kind : kinds) {
      while (isRefused(kind)) {
        Thread.onSpinWait();
      }
    }
    awaitFutures();
  }

  private boolean isRefused(Kind kind) {
    try {
      make(kind);
      return false;
    } catch (IpcException e) {
      if (e.errno() == Errno.EBUSY && !Thread.currentThread().isInterrupted()) {
        return true;
      }
      throw e;
    }
  }

  /** As {@link #each}; besides nobody sleeps, and all values are right, as all others rest. */
  void eachAtRest() {
    each();
    if (units() != UNITS) {
      throw new IllegalStateException("there are " + units() + " units");
    }
    if (!isCalm()) {
      throw new IllegalStateException("somebody sleeps, or a value is wrong");
    }
  }
}
