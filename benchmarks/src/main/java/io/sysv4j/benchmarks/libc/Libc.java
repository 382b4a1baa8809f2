package io.sysv4j.benchmarks.libc;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.stream.IntStream;

/** Where a thread runs. */
public final class Libc {
  private static final int MASK_BYTES = 128;
  private static final Functions C = Native.load("c", Functions.class);

  private Libc() {}

  /**
   * Keeps the calling thread on one processor, as the C side does with its processes: left to the
   * scheduler, two that talk to each other end up now on one, now on two, and the difference is
   * tenfold. From then on the thread believes that the machine has only this one.
   *
   * @param index which of those that the thread may run on; counted round if there are fewer
   */
  public static void pin(int index) {
    int processor = processor(index);
    try (Memory mask = new Memory(MASK_BYTES)) {
      mask.clear();
      mask.setByte(processor / 8, (byte) (1 << processor % 8));
      if (C.sched_setaffinity(0, MASK_BYTES, mask) < 0) {
        throw new IllegalStateException("sched_setaffinity failed for processor " + processor);
      }
    }
  }

  /** The system's number of a processor that the calling thread may run on. */
  public static int processor(int index) {
    try (Memory mask = new Memory(MASK_BYTES)) {
      mask.clear();
      if (C.sched_getaffinity(0, MASK_BYTES, mask) < 0) {
        throw new IllegalStateException("sched_getaffinity failed");
      }
      int[] allowed =
          IntStream.range(0, MASK_BYTES * 8)
              .filter(i -> (mask.getByte(i / 8) & 1 << i % 8) != 0)
              .toArray();
      return allowed[index % allowed.length];
    }
  }

  private interface Functions extends Library {
    int sched_getaffinity(int pid, long size, Pointer mask);

    int sched_setaffinity(int pid, long size, Pointer mask);
  }
}
