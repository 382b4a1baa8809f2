package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.sync.Nap;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * A caller whom the file's mode lets read a set, but not write. It can't enter the gate nor queue
 * up: it reads until it has seen an instant at which nobody was changing the set, and it waits for
 * zero by looking again every millisecond. It leaves no trace in the set.
 *
 * <p>So it can't repair either. Of an owner that died inside the gate it sees what recovery will
 * make of the words; the undo of the dead it sees when someone who may write has applied it.
 */
public final class Onlooker {
  private static final long NAP = 1_000_000;
  private static final int DOUBT = 20;

  /** {@link #look}: the caller must look again. */
  public static final int NOT_YET = 1;

  private static final int BUSY = Integer.MIN_VALUE;

  private final SetState set;
  private final Visits visits;

  Onlooker(SetState set, Visits visits) {
    this.set = set;
    this.visits = visits;
  }

  /** GETVAL, GETPID, GETNCNT, GETZCNT. */
  public int get(int semnum, int cmd) {
    switch (cmd) {
      case Ipc.GETVAL:
        return quietly(() -> semval(semnum));
      case Ipc.GETPID:
        return quietly(() -> SemWord.pid(word(semnum)));
      default:
        return quietly(() -> new Counter(set).count(semnum, cmd == Ipc.GETZCNT));
    }
  }

  /** GETALL: reads until two readings agree. */
  public int getAll(int[] vals) {
    int[] again = new int[vals.length];
    int answer;
    do {
      answer = quietly(() -> read(vals));
      answer = answer < 0 ? answer : quietly(() -> read(again));
    } while (answer == 0 && !Arrays.equals(vals, again));
    return answer;
  }

  private int read(int[] vals) {
    for (int i = 0; i < vals.length; i++) {
      vals[i] = semval(i);
    }
    return 0;
  }

  /**
   * An array of zero-tests.
   *
   * @param deadline by {@link System#nanoTime}; now or earlier: don't wait
   * @param check throws if the caller must not wait any longer
   */
  public int awaitZeros(Sops sops, long deadline, boolean mayWait, Runnable check) {
    while (true) {
      int answer = answer(sops, quietly(() -> firstNonZero(sops)));
      if (answer != NOT_YET) {
        return answer;
      }
      boolean late = deadline != Long.MAX_VALUE && deadline - System.nanoTime() <= 0;
      if (!mayWait || late) {
        return -Errno.EAGAIN.number();
      }
      if (Thread.currentThread().isInterrupted()) {
        return -Errno.EINTR.number();
      }
      LockSupport.parkNanos(NAP);
      check.run();
    }
  }

  /**
   * An array of zero-tests, looked at once, for a caller who must not wait, not even until nobody
   * changes the set. Answers 0, a negative errno, or {@link #NOT_YET}.
   */
  public int look(Sops sops) {
    return answer(sops, once(() -> firstNonZero(sops), true));
  }

  private static int answer(Sops sops, int blocking) {
    if (blocking < 0) {
      return blocking == BUSY ? NOT_YET : blocking;
    }
    if (blocking == sops.count()) {
      return 0;
    }
    return Packed.isNowait(sops.packed()[blocking]) ? -Errno.EAGAIN.number() : NOT_YET;
  }

  private int firstNonZero(Sops sops) {
    for (int i = 0; i < sops.count(); i++) {
      if (semval(sops.num(i)) != 0) {
        return i;
      }
    }
    return sops.count();
  }

  private int semval(int semNum) {
    return SemWord.value(word(semNum));
  }

  private long word(int semNum) {
    return set.journal.asCommitted(set.wordOffset(semNum), set.word(semNum));
  }

  private int glimpse(IntSupplier look, long passages) {
    try {
      return look.getAsInt();
    } catch (CorruptFileException e) {
      if (set.gate.isStill(passages)) {
        throw e; // that was no glimpse of a change
      }
      return 0;
    }
  }

  /**
   * Reads at an instant at which nobody is inside the gate, or one that changes nothing more; EBUSY
   * if there is none for as long as the caller waits at a gate.
   */
  private int quietly(IntSupplier look) {
    Visit visit = visits.mine();
    long start = System.nanoTime();
    int seen = once(look, false);
    for (int naps = 1; seen == BUSY; naps++) {
      if (visit.isLate(start, System.nanoTime(), true)) {
        visit.turnedAway(true, set.gate.ownerPid(), System.nanoTime() - start);
        return -Errno.EBUSY.number();
      }
      Nap.nanos(NAP / 20);
      seen = once(look, naps % DOUBT == 0);
    }
    return seen;
  }

  /**
   * Tries to read at such an instant; answers BUSY if this was none.
   *
   * @param doubt whether the owner of the gate may be dead, which takes a system call to find out
   */
  private int once(IntSupplier look, boolean doubt) {
    int state = set.state();
    if (state != SetLayout.LIVE) {
      return set.notLive(state);
    }
    long passages = set.gate.passages();
    if (passages >= 0) {
      int seen = glimpse(look, passages);
      if (set.gate.isStill(passages)) {
        return seen;
      }
    }
    long dead = doubt ? set.gate.lostOwner() : 0;
    if (dead != 0) {
      int seen = look.getAsInt();
      if (set.gate.isOwner(dead)) {
        return seen;
      }
    }
    return BUSY;
  }
}
