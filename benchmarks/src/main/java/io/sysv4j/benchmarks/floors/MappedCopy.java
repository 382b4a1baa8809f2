package io.sysv4j.benchmarks.floors;

import io.sysv4j.benchmarks.calls.SharedMemoryCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does {@link SharedMemoryCopy} cost with a file that is simply mapped? */
@State(Scope.Benchmark)
public class MappedCopy {
  @Param("/dev/shm")
  public String scratch;

  private final byte[] block = new byte[SharedMemoryCopy.BLOCK];
  private ByteBuffer mapped;

  @Setup
  public void map() throws IOException {
    Path file = Files.createTempFile(Path.of(scratch), "copy", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SharedMemoryCopy.BLOCK);
    } finally {
      Files.delete(file);
    }
  }

  @Benchmark
  public ByteBuffer copy() {
    return mapped.put(0, block).get(0, block);
  }
}
