package io.sysv4j.offheap.internal.sync;

import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.Arrays;

/**
 * The futexes to wake when the gate has been left: collected inside, done outside, so that nobody
 * wakes up only to find the gate taken.
 *
 * <p>A crash between leaving and waking is repaired by recovery, which wakes everyone who is done.
 */
public final class Wakes {
  private long[] addresses = new long[8];
  private int count;

  /** Notes a futex. */
  public void add(long address) {
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * count);
    }
    addresses[count++] = address;
  }

  /** Whether there is nobody to wake. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Wakes them all. */
  public void run() {
    for (int i = 0; i < count; i++) {
      Linux.futexWake(addresses[i], 1);
    }
    count = 0;
  }
}
