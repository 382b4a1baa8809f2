package io.sysv4j.offheap.internal.sync;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.process.Participant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that completes all of a JVM's asynchronous sleepers: it sleeps on the participant's
 * doorbell, takes the stack of finished sleepers, and lets those expire whose time is over.
 *
 * <p>It starts with the first asynchronous sleeper. Granters ring; they may be other JVMs, and may
 * die before they ring: then recovery asks for a rescan of every sleeper.
 */
public final class Dispatcher implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int ASLEEP = 1;
  private static final long FIRST_REST = 10_000_000;
  private static final long LONGEST_REST = 1_000_000_000;

  /** A set that asynchronous sleepers of ours wait for. */
  public interface Source extends Waitable {
    /** Its identifier. */
    int semid();

    /** The entry behind a finished sleeper in the stack. */
    long grantedLink(int ref);

    /** Does something while nobody changes the set. */
    void underGate(Runnable body);

    /** Throws if the set's contents have been found damaged. */
    void checkWhole();
  }

  private final Participant me;
  private final Memory namespace;
  private final long slot;
  private final String name;
  private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<AsyncSemop> deadlines = new ConcurrentSkipListSet<>();
  private Thread thread;
  private volatile boolean closed;

  /** The dispatcher of a participant. */
  public Dispatcher(Participant me, String name) {
    this.me = me;
    this.namespace = me.namespace();
    this.slot = me.offset();
    this.name = name;
  }

  /** Whether any future waits. */
  public boolean isIdle() {
    return waiting.isEmpty();
  }

  /** A future has fallen asleep; the caller owns the gate of its set. */
  void register(AsyncSemop semop) {
    Source set = (Source) semop.set();
    waiting.compute(
        set.semid(),
        (semid, known) -> {
          Waiting there = known == null ? new Waiting(set) : known;
          there.put(semop);
          return there;
        });
    if (semop.deadline != ThreadSleep.FOREVER) {
      deadlines.add(semop);
      if (earliest() == semop) {
        ring();
      }
    }
  }

  /**
   * Nobody needs to complete a future any more; answers false if it is not in the table.
   *
   * <p>A future that was withdrawn may find another in its place: its record was free at once.
   */
  boolean forget(AsyncSemop semop) {
    deadlines.remove(semop);
    boolean[] wasHere = new boolean[1];
    waiting.computeIfPresent(
        ((Source) semop.set()).semid(),
        (id, there) -> {
          wasHere[0] = there.remove(semop);
          return there.isEmpty() ? null : there;
        });
    return wasHere[0];
  }

  /**
   * Takes the future out of the table that an entry of the stack is about. Answers null if there is
   * none, or it is not done: then the entry was meant for who had our slot before.
   */
  private AsyncSemop take(int semid, int ref) {
    Waiting there = waiting.get(semid);
    AsyncSemop semop = there == null ? null : there.at(ref);
    return semop != null && semop.isGranted() && forget(semop) ? semop : null;
  }

  /** Starts the thread, once. */
  public synchronized void start() {
    if (thread == null && !closed) {
      thread = new Thread(this, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void ring() {
    long bell = slot + ParticipantLayout.DOORBELL;
    if (namespace.casInt(bell, ASLEEP, 0)) {
      Linux.futexWake(namespace.address(bell), 1);
    }
  }

  /**
   * Wakes the dispatchers of all JVMs, after a death: the dead one may have answered for a ring
   * (the doorbell says that nobody sleeps) and not have come to wake who sleeps there.
   */
  public static void wakeAll(Participant me) {
    for (int slot = me.slotsUsed() - 1; slot >= 0; slot--) {
      long bell = NamespaceLayout.participant(slot) + ParticipantLayout.DOORBELL;
      Linux.futexWake(me.namespace().address(bell), 1);
    }
  }

  /** Damage is told to the futures it concerns; anything else is a bug, and must stop no others. */
  @Override
  public void run() {
    long rest = FIRST_REST;
    while (!closed) {
      try {
        if (namespace.getInt(slot + ParticipantLayout.RESCAN) != 0) {
          rescan();
        }
        drain();
        expire();
        sleep();
        rest = FIRST_REST;
      } catch (NamespaceClosedException e) {
        LockSupport.parkNanos(rest); // whoever closes it ends us, too
      } catch (RuntimeException | Error e) {
        rest = bear(e, rest);
      }
    }
  }

  /**
   * Something unforeseen: reports it, rests a little, ever longer, and then looks at everything
   * anew. Answers how long to rest the next time.
   */
  private long bear(Throwable e, long rest) {
    if (rest < LONGEST_REST) {
      LOG.error("{}: futures may be late", name, e);
    }
    LockSupport.parkNanos(rest);
    namespace.putInt(slot + ParticipantLayout.RESCAN, 1);
    return Math.min(2 * rest, LONGEST_REST);
  }

  /** Who waits for a set in vain, because its contents are damaged, is told so. */
  private void failDamaged() {
    for (Waiting there : waiting.values()) {
      for (AsyncSemop semop : there.all()) {
        try {
          semop.checkAsleep();
        } catch (CorruptFileException | FileProblem e) {
          fail(semop, e);
        }
      }
    }
  }

  /** A future can't go on; nothing happens if someone is completing it. */
  void fail(AsyncSemop semop, RuntimeException e) {
    if (forget(semop)) {
      semop.fail(e);
    }
  }

  /** The doorbell says that we sleep before we look a last time: no ring is lost. */
  private void sleep() {
    long bell = slot + ParticipantLayout.DOORBELL;
    if (!namespace.casInt(bell, 0, ASLEEP)) {
      namespace.putInt(bell, 0); // as it was, or damaged
    }
    long nanos = !closed && !hasWork() ? nanosToDeadline() : 0;
    if (nanos > 0) {
      int answer = Linux.futexWait(namespace.address(bell), ASLEEP, nanos);
      if (SafetyTick.isOver(nanos, answer, hasWork())) {
        failDamaged();
      }
    }
    namespace.casInt(bell, ASLEEP, 0);
  }

  private boolean hasWork() {
    return namespace.getLong(slot + ParticipantLayout.GRANTED) != 0
        || namespace.getInt(slot + ParticipantLayout.RESCAN) != 0;
  }

  private long nanosToDeadline() {
    AsyncSemop first = earliest();
    long tick = SafetyTick.NANOS;
    return first == null ? tick : Math.min(tick, first.deadline - System.nanoTime());
  }

  /** Takes the whole stack and completes its futures, oldest first. */
  private void drain() {
    List<AsyncSemop> done = new ArrayList<>();
    try {
      takeAllOfStack(done);
    } finally {
      Collections.reverse(done);
      done.forEach(this::finish);
    }
  }

  private void takeAllOfStack(List<AsyncSemop> done) {
    try {
      follow(takeStack(), done);
    } catch (CorruptFileException e) {
      namespace.putInt(slot + ParticipantLayout.RESCAN, 1); // that finds whose it is
    }
  }

  private void follow(long stack, List<AsyncSemop> done) {
    long head = stack;
    while (head != 0) {
      int semid = (int) (head >>> 32) - 1;
      int ref = (int) head;
      AsyncSemop semop = take(semid, ref);
      if (semop == null) {
        namespace.putInt(slot + ParticipantLayout.RESCAN, 1);
        break;
      }
      done.add(semop);
      head = ((Source) semop.set()).grantedLink(ref);
    }
  }

  private long takeStack() {
    long stack = slot + ParticipantLayout.GRANTED;
    long head;
    do {
      head = namespace.getLong(stack);
    } while (head != 0 && !namespace.casLong(stack, head, 0));
    return head;
  }

  /** Completes a future that is in no table any more: in one way or the other it is done then. */
  private void finish(AsyncSemop semop) {
    deadlines.remove(semop);
    try {
      int status = semop.set().status(semop.ref());
      semop.set().acknowledge(semop.ref(), status);
      semop.finish(SleeperStatus.errno(status));
    } catch (CorruptFileException | FileProblem e) {
      semop.fail(e);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a future could not be completed as it should", name, e);
      semop.fail(e);
    }
  }

  /** A granter died: entries of the stack may be missing. Looks at every sleeper. */
  private void rescan() {
    namespace.putInt(slot + ParticipantLayout.RESCAN, 0);
    drain();
    for (Waiting there : waiting.values()) {
      List<AsyncSemop> done = new ArrayList<>();
      try {
        there.set.checkWhole();
        there.set.underGate(() -> collectDone(there, done));
      } catch (CorruptFileException | FileProblem e) {
        there.all().forEach(semop -> fail(semop, e));
      } finally {
        done.forEach(this::finish);
      }
    }
  }

  /** Under the gate all that is done is in the stack, or was lost. */
  private void collectDone(Waiting set, List<AsyncSemop> done) {
    takeAllOfStack(done);
    for (AsyncSemop semop : set.all()) {
      if (semop.isGranted() && forget(semop)) {
        done.add(semop);
      }
    }
  }

  private void expire() {
    AsyncSemop first = earliest();
    while (first != null && first.deadline - System.nanoTime() <= 0) {
      deadlines.remove(first);
      expire(first);
      first = earliest();
    }
  }

  private void expire(AsyncSemop semop) {
    try {
      semop.set().checkUp();
      if (semop.withdraw()) {
        semop.finish(Errno.EAGAIN.number());
      }
    } catch (CorruptFileException | FileProblem e) {
      fail(semop, e);
    } catch (RuntimeException | Error e) {
      deadlines.add(semop); // it is tried again
      throw e;
    }
  }

  /** The future whose time is over first, null if none has a deadline: others may take it out. */
  private AsyncSemop earliest() {
    Iterator<AsyncSemop> all = deadlines.iterator();
    return all.hasNext() ? all.next() : null;
  }

  /** The namespace is closed and all its sleepers are withdrawn: fails what still waits. */
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    long bell = slot + ParticipantLayout.DOORBELL;
    namespace.putInt(bell, 0);
    Linux.futexWake(namespace.address(bell), 1);
    if (running != null && running != Thread.currentThread()) {
      LockSupport.unpark(running);
      join(running);
    }
    for (Waiting set : waiting.values()) {
      for (AsyncSemop semop : set.all()) {
        semop.fail(new NamespaceClosedException());
      }
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whose dispatcher it is. */
  public Participant participant() {
    return me;
  }
}
