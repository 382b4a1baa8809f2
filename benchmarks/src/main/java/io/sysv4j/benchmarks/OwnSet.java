package io.sysv4j.benchmarks;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A set made for a measurement. It is removed when it is closed, or, should the JVM be interrupted
 * before, by a shutdown hook; a JVM that is killed leaves it behind.
 */
public final class OwnSet implements AutoCloseable {
  private static final Set<OwnSet> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(OwnSet::close)));
  }

  private final IpcNamespace ipc;
  private final int semid;

  private OwnSet(IpcNamespace ipc, int semid) {
    this.ipc = ipc;
    this.semid = semid;
    OPEN.add(this);
  }

  /** Makes a set without a key, of zeros. */
  public static OwnSet make(IpcNamespace ipc, int nsems) {
    return new OwnSet(ipc, ipc.semget(Ipc.IPC_PRIVATE, nsems, 0600));
  }

  /** Its identifier. */
  public int semid() {
    return semid;
  }

  @Override
  public void close() {
    if (!OPEN.remove(this)) {
      return;
    }
    try {
      ipc.semRmid(semid);
    } catch (IpcException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // EINVAL: the measurement itself has removed it, to end its sleepers.
    }
  }
}
