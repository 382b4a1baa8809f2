package io.sysv4j.benchmarks.floors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of a file, mapped for reading and writing, as a namespace's files are. */
@State(Scope.Benchmark)
public class MappedLong {
  @Param("/dev/shm")
  public String scratch;

  MappedByteBuffer page;

  @Setup
  public void map() throws IOException {
    Path file = Files.createTempFile(Path.of(scratch), "long", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4096));
      page = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
      page.order(ByteOrder.nativeOrder());
    } finally {
      Files.delete(file);
    }
  }
}
