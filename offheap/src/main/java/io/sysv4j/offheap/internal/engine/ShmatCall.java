package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;

/**
 * One shmat whose arguments have been checked. The segment is mapped outside the registry's gate,
 * once the tables have said that it is there and allows it; inside it is only counted, if it still
 * is and does.
 */
final class ShmatCall implements Registry.Inside {
  private final Engine engine;
  private final int shmid;
  private final int index;
  private final long address;
  private final int shmflg;
  private final int wanted;
  private final String call;
  private final long patience;
  private Segments.Attached attached;
  private long word;
  private long failedAt;

  ShmatCall(Engine engine, int shmid, long address, int shmflg, String call, long patience) {
    this.engine = engine;
    this.shmid = shmid;
    this.index = IdSequence.index(shmid);
    this.address = address;
    this.shmflg = shmflg;
    this.call = call;
    this.patience = patience;
    boolean exec = (shmflg & Ipc.SHM_EXEC) != 0;
    wanted = Permission.READ | (isReadOnly() ? 0 : Permission.WRITE) | (exec ? Permission.EXEC : 0);
  }

  private boolean isReadOnly() {
    return (shmflg & Ipc.SHM_RDONLY) != 0;
  }

  private Space space() {
    return engine.registry.space(Kind.SHM);
  }

  /** Does it. */
  SharedMemory attach() {
    boolean isDone = false;
    try {
      int answer = engine.registry.inside(this, this::map);
      if (answer < 0) {
        throw failure(Errno.of(-answer));
      }
      isDone = true;
      return attached;
    } finally {
      if (!isDone && attached != null) {
        attached.giveUp();
      }
    }
  }

  /**
   * Maps it. What goes wrong may be due to a removal or an IPC_SET that another process is about,
   * or was: it counts when it happens again with the same slot, after all that has come to its end.
   */
  private void map() {
    engine.checkOpen();
    long size = space().getLong(index, SlotLayout.SIZE);
    boolean exec = (shmflg & Ipc.SHM_EXEC) != 0;
    try {
      attached = engine.segments.map(shmid, address, size, isReadOnly(), exec, patience);
    } catch (FileProblem | CorruptFileException e) {
      if (failedAt == word) {
        throw e;
      }
      failedAt = word;
    }
  }

  @Override
  public int run() {
    if (!engine.segments.isLive(shmid)) {
      return -Errno.EINVAL.number();
    }
    if (!space().allows(index, engine.caller, wanted)) {
      return -Errno.EACCES.number();
    }
    if (attached == null || engine.isClosed()) {
      word = space().word(index);
      return Registry.AGAIN;
    }
    return attached.count() ? 0 : -Errno.ENOMEM.number();
  }

  private IpcException failure(Errno errno) {
    switch (errno) {
      case EINVAL:
        return IpcException.of(errno, call, "there is no segment " + shmid);
      case EACCES:
        return IpcException.of(errno, call, "segment " + shmid + " does not allow that to us");
      default:
        return IpcException.of(
            errno, call, "all records of attaches in " + engine.path() + " are taken");
    }
  }
}
