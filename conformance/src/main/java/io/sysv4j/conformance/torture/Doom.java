package io.sysv4j.conformance.torture;

import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends this process a signal right after the n-th store of a kind into a shared file: SIGKILL, or
 * SIGSTOP, which stops it wherever it is until the referee decides.
 *
 * @see Point
 */
final class Doom {
  private final Point point;
  private final AtomicInteger left;
  private final int signal;
  private final int semopm;
  private final Ledger ledger;
  private final long pid = ProcessHandle.current().pid();

  /** The doom that is in a fate. */
  Doom(Fate fate, int semopm, Ledger ledger) {
    this.point = fate.point();
    this.left = new AtomicInteger(fate.count() == 0 ? Integer.MIN_VALUE : fate.count());
    this.signal = fate.signal();
    this.semopm = semopm;
    this.ledger = ledger;
  }

  /** A memory whose stores count. */
  Memory watch(Memory file) {
    return new Watched(file);
  }

  private void stored(Point here) {
    if ((point == Point.ANY || point == here) && left.get() > 0 && left.decrementAndGet() == 0) {
      ledger.point(here);
      Posix.signal(pid, signal);
    }
  }

  private final class Watched extends Memory {
    private final Memory file;
    private final boolean isSet;
    private final long sems;
    private final long records;

    Watched(Memory file) {
      this.file = file;
      isSet = file.getLong(0) == Header.SET;
      SetLayout layout = new SetLayout(isSet ? file.getInt(44) : 1, semopm);
      sems = layout.sems();
      records = layout.firstSleepers();
    }

    private void stored(long offset, long value) {
      Doom.this.stored(
          isSet ? Point.ofSet(offset, value, sems, records) : Point.ofNamespace(offset, value));
    }

    @Override
    public long getLong(long offset) {
      return file.getLong(offset);
    }

    @Override
    public int getInt(long offset) {
      return file.getInt(offset);
    }

    @Override
    public void putLong(long offset, long value) {
      file.putLong(offset, value);
      stored(offset, value);
    }

    @Override
    public void putInt(long offset, int value) {
      file.putInt(offset, value);
      stored(offset, value);
    }

    @Override
    public boolean casLong(long offset, long expected, long value) {
      boolean done = file.casLong(offset, expected, value);
      if (done) {
        stored(offset, value);
      }
      return done;
    }

    @Override
    public boolean casInt(long offset, int expected, int value) {
      boolean done = file.casInt(offset, expected, value);
      if (done) {
        stored(offset, value);
      }
      return done;
    }

    @Override
    public long address(long offset) {
      return file.address(offset);
    }

    @Override
    public String name() {
      return file.name();
    }
  }
}
