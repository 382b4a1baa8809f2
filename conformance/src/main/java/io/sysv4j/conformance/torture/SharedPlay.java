package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.SharedMemory;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.sync.Visit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Takes and gives units of the sets that all share, one operation or many, with SEM_UNDO or
 * without; tries, waits a little, or sleeps until someone wakes it. Now and then it writes its mark
 * into the cell that a mutex guards, and looks whether it stays.
 */
final class SharedPlay extends Play {
  private static final int RARITY = 40;
  private static final Set<Errno> EXPECTED = Set.of(Errno.EAGAIN, Errno.EINTR, Errno.EBUSY);
  private static final Set<Errno> WITHOUT_LIMIT = Set.of(Errno.EINTR);

  private final Script script;
  private final ByteBuffer cell;
  private final Lock inside;

  /**
   * A play.
   *
   * @param inside held by whoever is in the cell: closing gives the mutex up, whoever relies on it
   */
  SharedPlay(Part part, int slot, SharedMemory cell, Lock inside) {
    super(part, slot, RARITY);
    this.script = new Script(part.random());
    this.cell = cell.buffer();
    this.inside = inside;
  }

  @Override
  void step() {
    if (random.nextInt(8) == 0 && inside.tryLock()) {
      try {
        enterCell();
      } finally {
        inside.unlock();
      }
    } else {
      script.next(slot().now());
      play(random.nextInt(10));
    }
  }

  private void play(int how) {
    if (how < 4) {
      script.nowait();
    }
    int semid = board.set(script.set());
    script.tell(ledger, how >= 4);
    script.addTo(slot().next());
    slot().begin(semid, script.packed(), script.length());
    try {
      slot().end(done(semid, script.sops(), how));
    } catch (IpcException e) {
      slot().end(false);
      expect(e, isWithoutLimit(how) && !isOfTables(e) ? WITHOUT_LIMIT : EXPECTED);
    }
  }

  /**
   * Nobody waits for long for the namespace's tables; they are asked when a set's rights change.
   */
  private static boolean isOfTables(IpcException e) {
    return e.errno() == Errno.EBUSY && e.getMessage().contains(Visit.TABLES);
  }

  /** Whether it sleeps and waits for as long as it takes. */
  private boolean isWithoutLimit(int how) {
    return how == 9 && !Script.holdsAnything(slot().now());
  }

  private boolean done(int semid, Sembuf[] sops, int how) {
    if (how < 4) {
      Errno errno = engine.sem().trySemop(semid, sops);
      if (errno != Errno.SUCCESS && errno != Errno.EAGAIN) {
        throw IpcException.of(errno, "trySemop", "in the middle of the torture");
      }
      return errno == Errno.SUCCESS;
    }
    if (isWithoutLimit(how)) {
      engine.sem().semop(semid, sops);
    } else {
      engine.sem().semtimedop(semid, sops, Duration.ofNanos(random.nextInt(10_000_000)));
    }
    return true;
  }

  /** Whoever has the mutex is alone in the cell, whoever died in it before. */
  private void enterCell() {
    if (!mutex(-1)) {
      return;
    }
    long mark = random.nextLong();
    for (int i = 0; i < 3; i++) {
      cell.putLong(8 * i, mark);
    }
    if (random.nextBoolean()) {
      Thread.yield();
    }
    for (int i = 0; i < 3; i++) {
      if (cell.getLong(8 * i) != mark) {
        complain(new AssertionError("someone else was in the cell, too"));
      }
    }
    while (!mutex(1)) {
      Thread.onSpinWait();
    }
  }

  private boolean mutex(int op) {
    long[] sops = {Packed.pack(Board.MUTEX, op, Ipc.SEM_UNDO)};
    slot().next()[Board.place(Board.UNDO, 0, Board.MUTEX)] += op;
    slot().begin(board.set(0), sops, 1);
    Deed.tell(ledger, 1, true, op < 0);
    try {
      engine
          .sem()
          .semtimedop(
              board.set(0),
              new Sembuf[] {Packed.unpack(sops[0])},
              Duration.ofMillis(op < 0 ? 5 : 0));
      slot().end(true);
      return true;
    } catch (IpcException e) {
      slot().end(false);
      expect(e, EXPECTED);
      return false;
    }
  }
}
