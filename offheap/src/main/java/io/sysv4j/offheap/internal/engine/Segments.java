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
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
      return byAddress.get(address()) == this;
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
      engine.visits.mine().begin(patience);
      if (byAddress.remove(address(), this)) {
        detach(this);
      }
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
    if (!engine.registry.attaches().add(shmid)) {
      throw IpcException.of(
          Errno.ENOMEM, call, "all records of attaches in " + engine.path() + " are taken");
    }
    long size = space().getLong(index, SlotLayout.SIZE);
    SegmentFile mapping;
    try {
      mapping =
          SegmentFile.map(
              engine.directory,
              Kind.SHM.file(shmid),
              address,
              size,
              !readOnly,
              exec,
              uid -> engine.registry.mayOwn(Kind.SHM, shmid, uid));
    } catch (RuntimeException | Error e) {
      engine.registry.attaches().remove(shmid);
      throw e;
    }
    Attached attached = new Attached(shmid, size, readOnly, mapping, patience);
    byAddress.put(attached.address(), attached);
    space().putLong(index, SlotLayout.ATIME, engine.clock.now());
    space().putInt(index, SlotLayout.LPID, engine.me.pid());
    return attached;
  }

  /** Detaches what is attached at an address; false if nothing is. */
  boolean detach(long address) {
    Attached attached = byAddress.remove(address);
    if (attached != null) {
      detach(attached);
    }
    return attached != null;
  }

  /** If another is inside the gate for too long, it stays attached. */
  private void detach(Attached attached) {
    boolean isRefused = false;
    try {
      endAttach(attached);
    } catch (IpcException e) {
      isRefused = e.errno() == Errno.EBUSY;
      if (isRefused) {
        byAddress.put(attached.address(), attached);
      }
      throw e;
    } finally {
      if (!isRefused) {
        attached.mapping.detach();
      }
    }
  }

  private void endAttach(Attached attached) {
    engine.inside(
        () -> Strace.shmdt(attached.address()),
        () -> {
          engine.registry.attaches().remove(attached.shmid);
          detached(attached.shmid, engine.me.pid());
          return null;
        });
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

  /** Ends all attaches of this JVM; answers true. */
  boolean closeAll() {
    engine.registry.inside(() -> null); // an attach that had begun is done; no other begins
    for (Attached attached : byAddress.values()) {
      if (byAddress.remove(attached.address(), attached)) {
        attached.mapping.detach();
        endAttach(attached);
      }
    }
    return true;
  }
}
