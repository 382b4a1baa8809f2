package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.nativeio.Linux;

/**
 * The futexes to wake when the gate has been left: collected inside, woken outside, so that no
 * sleeper wakes up only to find the gate taken. Of fixed size, as nothing is allocated inside a
 * gate: when it is full, the sleeper is woken at once.
 *
 * <p>A crash between leaving and waking is repaired by recovery, which wakes everyone who is done.
 */
public final class Wakes {
  private static final int ROOM = 32;

  private final long[] addresses = new long[ROOM];
  private int count;

  /** Notes a futex, once. */
  public void add(long address) {
    for (int i = 0; i < count; i++) {
      if (addresses[i] == address) {
        return;
      }
    }
    if (count == ROOM) {
      Linux.futexWake(address, 1);
    } else {
      addresses[count++] = address;
    }
  }

  /** Whether there is no futex to wake. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Forgets them all. */
  public void clear() {
    count = 0;
  }

  /** Gives them to another. */
  public void moveTo(Wakes other) {
    for (int i = 0; i < count; i++) {
      other.add(addresses[i]);
    }
    count = 0;
  }

  /** Wakes them all. An error on the way leaves those that have not been woken. */
  public void run() {
    while (count > 0) {
      Linux.futexWake(addresses[count - 1], 1);
      count--;
    }
  }
}
