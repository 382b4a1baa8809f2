package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;

/**
 * Gets a set: the first time as it was asked for, and again after it was removed. Belongs to an
 * actor and outlives its restarts. {@link #get} may touch files; it runs on the blocking
 * dispatcher.
 */
final class SetSource {
  static final int UNKNOWN = -1;

  private final IpcNamespace namespace;
  private final SemaphoreSetSpec spec;
  private int known;
  private volatile boolean again;

  /** A set that is to be got. */
  SetSource(IpcNamespace namespace, SemaphoreSetSpec spec) {
    this(namespace, spec, UNKNOWN);
  }

  /** A set that was got already. */
  SetSource(IpcNamespace namespace, SemaphoreSetSpec spec, int known) {
    this.namespace = namespace;
    this.spec = spec;
    this.known = known;
    this.again = known != UNKNOWN;
  }

  IpcNamespace namespace() {
    return namespace;
  }

  /** The identifier, if it needs no call; once. */
  int takeKnown() {
    int semid = known;
    known = UNKNOWN;
    return semid;
  }

  /** Calls semget. A set that was there once and that nobody has made again is still EIDRM. */
  int get() {
    int semflg = again ? spec.semflg() & ~Ipc.IPC_EXCL : spec.semflg();
    try {
      int semid =
          spec.initial().isEmpty() || !creates(semflg)
              ? namespace.semget(spec.key(), spec.nsems(), semflg)
              : getOrMake(semflg);
      again = true;
      return semid;
    } catch (IpcException e) {
      if (again && e.errno() == Errno.ENOENT) {
        throw IpcException.of(
            Errno.EIDRM, e.call(), "the set was removed; nobody has made it again", e);
      }
      throw e;
    }
  }

  private boolean creates(int semflg) {
    return spec.isPrivate() || (semflg & Ipc.IPC_CREAT) != 0;
  }

  /**
   * Only who makes the set sets its values, so making it and finding it are told apart. Begins anew
   * when others remove or make the set in between.
   */
  private int getOrMake(int semflg) {
    while (true) {
      try {
        int semid = namespace.semget(spec.key(), spec.nsems(), semflg | Ipc.IPC_EXCL);
        if (initialise(semid)) {
          return semid;
        }
        continue;
      } catch (IpcException e) {
        if (e.errno() != Errno.EEXIST || (semflg & Ipc.IPC_EXCL) != 0) {
          throw e;
        }
      }
      try {
        return namespace.semget(spec.key(), spec.nsems(), semflg & ~Ipc.IPC_CREAT);
      } catch (IpcException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
  }

  /** Sets the values of a new set; false if it was removed meanwhile. */
  private boolean initialise(int semid) {
    try {
      namespace.setAll(semid, spec.initial().stream().mapToInt(Integer::intValue).toArray());
      return true;
    } catch (IpcException e) {
      return !isGone(e) && remove(semid, e);
    }
  }

  /** A set that can't have its values (its mode does not let us write) must not stay. */
  private boolean remove(int semid, IpcException why) {
    try {
      namespace.semRmid(semid);
    } catch (IpcException e) {
      if (!isGone(e)) {
        why.addSuppressed(e);
      }
    }
    throw why;
  }

  private static boolean isGone(IpcException e) {
    return e.errno() == Errno.EINVAL || e.errno() == Errno.EIDRM;
  }
}
