package io.sysv4j.benchmarks.calls;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
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
import org.openjdk.jmh.annotations.TearDown;

/** Are 64 KiB copied through an attached segment as fast as through a mapped file? */
@State(Scope.Benchmark)
public class SharedMemoryCopy {
  private static final int BLOCK = 1 << 16;

  @Param("kernel:/")
  public String namespace;

  @Param("/dev/shm")
  public String scratch;

  private final byte[] block = new byte[BLOCK];
  private IpcNamespace ipc;
  private SharedMemory memory;
  private ByteBuffer attached;
  private ByteBuffer mapped;

  @Setup
  public void map() throws IOException {
    ipc = IpcNamespace.open(namespace);
    int shmid = ipc.shmget(Ipc.IPC_PRIVATE, BLOCK, 0600);
    memory = ipc.shmat(shmid, 0);
    ipc.shmRmid(shmid);
    attached = memory.buffer();
    Path file = Files.createTempFile(Path.of(scratch), "copy", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, BLOCK);
    } finally {
      Files.delete(file);
    }
  }

  @Benchmark
  public ByteBuffer attached() {
    return copy(attached);
  }

  @Benchmark
  public ByteBuffer mapped() {
    return copy(mapped);
  }

  private ByteBuffer copy(ByteBuffer memory) {
    return memory.put(0, block).get(0, block);
  }

  @TearDown
  public void detach() {
    memory.close();
    ipc.close();
  }
}
