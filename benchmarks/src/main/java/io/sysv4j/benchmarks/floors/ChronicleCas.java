package io.sysv4j.benchmarks.floors;

import io.sysv4j.benchmarks.libc.Libc;
import net.openhft.chronicle.core.UnsafeMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does the loop of {@link BareCas} cost by address, without a buffer's checks? */
@State(Scope.Thread)
public class ChronicleCas {
  private long address;

  @Setup
  public void locate(MappedLong mapped) {
    address = Libc.addressOf(mapped.page);
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair(MappedLong keepsThePageMapped) {
    add(1);
    add(-1);
  }

  private void add(long delta) {
    long seen;
    do {
      seen = UnsafeMemory.INSTANCE.readVolatileLong(address);
    } while (!UnsafeMemory.INSTANCE.compareAndSwapLong(address, seen, seen + delta));
  }
}
