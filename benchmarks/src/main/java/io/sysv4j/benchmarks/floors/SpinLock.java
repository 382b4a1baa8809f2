package io.sysv4j.benchmarks.floors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What does a spin lock in a mapped file cost, that holds its owner's pid, as messaging libraries
 * build it? It neither sleeps nor survives its owner.
 */
public class SpinLock {
  private static final VarHandle OWNER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ME = ProcessHandle.current().pid();

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair(MappedLong mapped) {
    lock(mapped.page);
    unlock(mapped.page);
  }

  /** Spins until the first long of a buffer is this process's. */
  public static void lock(ByteBuffer page) {
    while (!OWNER.compareAndSet(page, 0, 0L, ME)) {
      Thread.onSpinWait();
    }
  }

  /** Gives it up. */
  public static void unlock(ByteBuffer page) {
    OWNER.setRelease(page, 0, 0L);
  }

  @Benchmark
  public boolean refused(MappedLong mapped) {
    return OWNER.compareAndSet(mapped.page, 64, -1L, ME);
  }
}
