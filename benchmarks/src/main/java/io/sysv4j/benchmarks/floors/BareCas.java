package io.sysv4j.benchmarks.floors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What do +1 and -1 cost at the least? A compare-and-set loop on a mapped file. */
public class BareCas {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair(MappedLong mapped) {
    add(mapped.page, 1);
    add(mapped.page, -1);
  }

  /** Adds to the first long of a buffer. */
  public static void add(ByteBuffer page, long delta) {
    long seen;
    do {
      seen = (long) LONG.getVolatile(page, 0);
    } while (!LONG.compareAndSet(page, 0, seen, seen + delta));
  }
}
