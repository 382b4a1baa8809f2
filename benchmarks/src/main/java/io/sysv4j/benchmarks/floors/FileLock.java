package io.sysv4j.benchmarks.floors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does {@code FileChannel.lock} cost, the lock between processes that the JDK has? */
@State(Scope.Benchmark)
public class FileLock {
  @Param("/dev/shm")
  public String scratch;

  private FileChannel channel;

  @Setup
  public void open() throws IOException {
    channel =
        FileChannel.open(
            Files.createTempFile(Path.of(scratch), "lock", null),
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public void pair() throws IOException {
    channel.lock().release();
  }

  @TearDown
  public void close() throws IOException {
    channel.close();
  }
}
