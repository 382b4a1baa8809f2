package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Ipc;
import io.sysv4j.SharedMemory;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Strace;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.SegmentFile;
import io.sysv4j.offheap.internal.registry.Attaches;
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

  /** By the number of their first page: addresses end in zeros, so their hashes would collide. */
  private final Map<Long, Attached> byPage = new ConcurrentHashMap<>();

  Segments(Engine engine) {
    this.engine = engine;
  }

  private static long page(long address) {
    return address >>> 12;
  }

  private Space space() {
    return engine.registry.space(Kind.SHM);
  }

  /** One attach. */
  final class Attached implements SharedMemory {
    private final int shmid;
    private final long size;
    private final boolean readOnly;
    private final SegmentFile mapping;
    private final AtomicBoolean isCounted = new AtomicBoolean();
    private boolean isCountedOff;
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
      return byPage.get(page(address())) == this && isCounted.get();
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

    /**
     * It counts from here on. Under the registry's gate, of a live segment whose permission has
     * been checked.
     *
     * @return false if all records are taken
     */
    boolean count() {
      if (!engine.registry.attaches().add(shmid)) {
        return false;
      }
      isCounted.set(true);
      int index = IdSequence.index(shmid);
      space().putLong(index, SlotLayout.ATIME, engine.clock.now());
      space().putInt(index, SlotLayout.LPID, engine.me.pid());
      return true;
    }

    /** Nothing has come of it, unless it is counted already. */
    void giveUp() {
      if (!isCounted.get()) {
        drop(this);
      }
    }

    @Override
    public String toString() {
      return "segment " + shmid + " at 0x" + Long.toHexString(address());
    }
  }

  /** Maps a segment, to be attached by {@link Attached#count}. Not under the registry's gate. */
  Attached map(int shmid, long address, long size, boolean readOnly, boolean exec, long patience) {
    SegmentFile mapping =
        SegmentFile.map(
            engine.directory,
            Kind.SHM.file(shmid),
            address,
            size,
            !readOnly,
            exec,
            uid -> engine.registry.mayOwn(Kind.SHM, shmid, uid));
    Attached attached = null;
    try {
      Attached mapped = new Attached(shmid, size, readOnly, mapping, patience);
      byPage.put(page(mapped.address()), mapped);
      attached = mapped;
      return attached;
    } finally {
      if (attached == null) {
        mapping.detach();
      }
    }
  }

  private void drop(Attached attached) {
    byPage.remove(page(attached.address()), attached);
    attached.mapping.detach();
  }

  /** Detaches what is attached at an address; false if nothing is. */
  boolean detach(long address) {
    Attached attached = byPage.get(page(address));
    return attached != null && attached.address() == address && detach(attached);
  }

  /** If it can't be counted off, it stays attached, and the caller may try again. */
  private boolean detach(Attached attached) {
    if (!attached.isAttached() || !attached.isCounted.compareAndSet(true, false)) {
      return false;
    }
    try {
      engine.inside(
          () -> Strace.shmdt(attached.address()),
          () -> {
            engine.registry.attaches().remove(attached.shmid);
            attached.isCountedOff = true; // whatever strikes from here on
            detached(attached.shmid, engine.me.pid());
            return 0;
          });
    } finally {
      attached.isCounted.set(!attached.isCountedOff);
      if (attached.isCountedOff) {
        drop(attached);
      }
    }
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
    boolean isClear = !engine.registry.attaches().isThere(dead) && !engine.registry.needsRecovery();
    return isClear
        || engine.registry.insideSoon(
            () -> {
              end(dead);
              return 0;
            });
  }

  private void end(long dead) {
    Attaches attaches = engine.registry.attaches();
    int pid = engine.me.pidOf(dead);
    for (int i = attaches.next(dead, 0); i >= 0; i = attaches.next(dead, i + 1)) {
      int shmid = attaches.shmid(i);
      attaches.end(i);
      detached(shmid, pid);
    }
  }

  /** shm_nattch of a segment, after those who died have been ended. Under the registry's gate. */
  int nattch(int shmid) {
    Attaches attaches = engine.registry.attaches();
    for (int i = attaches.nextDead(shmid, 0); i >= 0; i = attaches.nextDead(shmid, i + 1)) {
      end(attaches.owner(i));
    }
    return space().isLive(shmid) ? attaches.nattch(shmid) : 0;
  }

  /**
   * Whether there is a segment: one that is marked for destruction lives as long as those who have
   * attached it. Under the registry's gate.
   */
  boolean isLive(int shmid) {
    if (!space().isLive(shmid)) {
      return false;
    }
    int mode = space().getInt(IdSequence.index(shmid), SlotLayout.MODE);
    if ((mode & Ipc.SHM_DEST) != 0) {
      nattch(shmid);
    }
    return space().isLive(shmid);
  }

  /**
   * Ends all attaches of this JVM; answers true. Those that can't be counted off are unmapped all
   * the same: others count them off when they see that this JVM has gone.
   */
  boolean closeAll() {
    try {
      engine.registry.inside(() -> 0); // an attach that had begun is done; no other begins
      byPage.values().forEach(this::detach);
    } finally {
      byPage.values().forEach(this::drop);
    }
    return true;
  }
}
