package io.sysv4j.benchmarks.calls;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does it cost to copy a block into an attached segment and back? */
@State(Scope.Benchmark)
public class SharedMemoryCopy {
  /** The size of the block, in bytes. */
  public static final int BLOCK = 1 << 16;

  @Param("kernel:/")
  public String namespace;

  private final byte[] block = new byte[BLOCK];
  private IpcNamespace ipc;
  private SharedMemory memory;
  private ByteBuffer attached;

  @Setup
  public void attach() {
    ipc = IpcNamespace.open(namespace);
    int shmid = ipc.shmget(Ipc.IPC_PRIVATE, BLOCK, 0600);
    memory = ipc.shmat(shmid, 0);
    ipc.shmRmid(shmid);
    attached = memory.buffer();
  }

  @Benchmark
  public ByteBuffer copy() {
    return attached.put(0, block).get(0, block);
  }

  @TearDown
  public void detach() {
    memory.close();
    ipc.close();
  }
}
