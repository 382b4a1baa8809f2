package io.sysv4j.kernel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.sysv4j.Errno;
import io.sysv4j.Sembuf;
import io.sysv4j.kernel.KernelFixture;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The calls that promise to allocate nothing. */
class AllocationTest extends KernelFixture {
  private static final int CALLS = 20_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes a call, in the cheapest of ten rounds: the first ones load classes and compile. */
  private long bytesPerCall(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }

  @Test
  void shouldAllocateNothingForOneOperationThatNeedNotSleep() {
    int semid = newSet(0);
    assertEquals(
        0,
        bytesPerCall(
            () -> {
              ns.semop(semid, 0, 1, 0);
              ns.semop(semid, 0, -1, 0);
            }));
  }

  @Test
  void shouldAllocateNothingToTry() {
    int semid = newSet(0);
    Sembuf[] sops = {Sembuf.of(0, 1), Sembuf.of(0, -2)};
    assertEquals(
        0,
        bytesPerCall(
            () -> {
              assertEquals(Errno.EAGAIN, ns.trySemop(semid, 0, -1, 0));
              assertEquals(Errno.EAGAIN, ns.trySemop(semid, sops));
            }));
  }
}
