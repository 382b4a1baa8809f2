package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Strace;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.SegmentFile;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sync.Visit;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The segments that this JVM has attached, by address. */
final class Segments {
  private final Engine engine;
  private final Map<Long, Attached> byAddress = new ConcurrentHashMap<>();

  Segments(Engine engine) {
    this.engine = engine;
  }

  private Space space() {
    return engine.registry.space(Kind.SHM);
  }

  /** One attach. */
  private final class Attached implements SharedMemory {
    private final int shmid;
    private final long size;
    private final boolean readOnly;
    private final SegmentFile mapping;
    private final AtomicBoolean isGoing = new AtomicBoolean();
    private final long patience;

    Attached(int shmid, long size, boolean readOnly, SegmentFile mapping, long patience) {
      this.shmid = shmid;
      this.size = size;
      this.readOnly = readOnly;
      this.mapping = mapping;
      this.patience = patience;
    }

    @Override
    public int shmid() {
      return shmid;
    }

    @Override
    public long address() {
      return mapping.address();
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean isReadOnly() {
      return readOnly;
    }

    @Override
    public boolean isAttached() {
      return byAddress.get(address()) == this && !isGoing.get();
    }

    @Override
    public ByteBuffer buffer() {
      if (size > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "the segment has " + size + " bytes: take parts with buffer(offset, length)");
      }
      return buffer(0, (int) size);
    }

    @Override
    public ByteBuffer buffer(long offset, int length) {
      ByteBuffer buffer = mapping.buffer(offset, length);
      return readOnly ? buffer.asReadOnlyBuffer().order(buffer.order()) : buffer;
    }

    @Override
    public void close() {
      engine.visits.mine().waits(patience, false, Visit.FOREVER);
      detach(this);
    }

    @Override
    public String toString() {
      return "segment " + shmid + " at 0x" + Long.toHexString(address());
    }
  }

  /** Attaches a live segment whose permission has been checked. Under the registry's gate. */
  SharedMemory attach(
      int shmid, long address, boolean readOnly, boolean exec, String call, long patience) {
    engine.checkOpen();
    int index = IdSequence.index(shmid);
    long size = space().getLong(index, SlotLayout.SIZE);
    SegmentFile mapping =
        SegmentFile.map(
            engine.directory,
            Kind.SHM.file(shmid),
            address,
            size,
            !readOnly,
            exec,
            uid -> engine.registry.mayOwn(Kind.SHM, shmid, uid));
    Attached attached = new Attached(shmid, size, readOnly, mapping, patience);
    boolean isCounted = false;
    try {
      byAddress.put(attached.address(), attached);
      isCounted = engine.registry.attaches().add(shmid); // from here on it is attached
    } finally {
      if (!isCounted) {
        byAddress.remove(attached.address(), attached);
        mapping.detach();
      }
    }
    if (!isCounted) {
      throw IpcException.of(
          Errno.ENOMEM, call, "all records of attaches in " + engine.path() + " are taken");
    }
    space().putLong(index, SlotLayout.ATIME, engine.clock.now());
    space().putInt(index, SlotLayout.LPID, engine.me.pid());
    return attached;
  }

  /** Detaches what is attached at an address; false if nothing is. */
  boolean detach(long address) {
    Attached attached = byAddress.get(address);
    return attached != null && detach(attached);
  }

  /** If it can't be counted off, it stays attached, and the caller may try again. */
  private boolean detach(Attached attached) {
    if (!attached.isGoing.compareAndSet(false, true)) {
      return false;
    }
    boolean isCountedOff = false;
    try {
      engine.inside(
          () -> Strace.shmdt(attached.address()),
          () -> {
            engine.registry.attaches().remove(attached.shmid);
            detached(attached.shmid, engine.me.pid());
            return null;
          });
      isCountedOff = true;
    } finally {
      attached.isGoing.set(isCountedOff);
    }
    byAddress.remove(attached.address(), attached);
    attached.mapping.detach();
    return true;
  }

  private void detached(int shmid, int pid) {
    if (space().isLive(shmid)) {
      int index = IdSequence.index(shmid);
      space().putLong(index, SlotLayout.DTIME, engine.clock.now());
      space().putInt(index, SlotLayout.LPID, pid);
      engine.registry.destroyIfAbandoned(shmid);
    }
  }

  /**
   * Ends all attaches of a dead participant.
   *
   * @return false if the registry's gate is held for long
   */
  boolean endAttaches(long dead) {
    int pid = engine.me.pidOf(dead);
    boolean isClear = !engine.registry.attaches().isThere(dead) && !engine.registry.needsRecovery();
    return isClear
        || engine.registry.insideSoon(
            () -> engine.registry.attaches().end(dead, shmid -> detached(shmid, pid)));
  }

  /** shm_nattch of a segment, after those who died have been ended. Under the registry's gate. */
  int nattch(int shmid) {
    for (long dead : engine.registry.attaches().dead(shmid)) {
      int pid = engine.me.pidOf(dead);
      engine.registry.attaches().end(dead, ended -> detached(ended, pid));
    }
    return space().isLive(shmid) ? engine.registry.attaches().nattch(shmid) : 0;
  }

  /**
   * Ends all attaches of this JVM; answers true. Those that can't be counted off are unmapped all
   * the same: others count them off when they see that this JVM has gone.
   */
  boolean closeAll() {
    try {
      engine.registry.inside(() -> null); // an attach that had begun is done; no other begins
      byAddress.values().forEach(this::detach);
    } finally {
      for (Attached attached : byAddress.values()) {
        byAddress.remove(attached.address(), attached);
        attached.mapping.detach();
      }
    }
    return true;
  }
}
