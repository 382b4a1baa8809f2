package io.sysv4j.offheap.internal.process;

import io.sysv4j.Errno;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.memory.Descriptor;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.nativeio.Linux;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This JVM's place among those that have the namespace open, and its eyes for who of them lives.
 *
 * <p>A participant's id is {@code generation << 16 | slot}; it is alive while the slot has that
 * generation and the lock on the slot's byte is held. The lock hangs on a mapping, not on a
 * descriptor: no stray {@code close} and no forked child can change its life. Nothing else tells
 * life: not pids, not times.
 *
 * <p>A crash leaves the slot unlocked and marked attached: whoever notices settles it.
 */
public final class Participant {
  private static final int SLOT_BITS = 16;
  private static final int PAGE = 4096;

  private final Memory namespace;
  private final int slot;
  private final long id;
  private final long predecessor;
  private final int pid;
  private final Descriptor probe;
  private final AtomicInteger rows = new AtomicInteger();
  private long pin;
  private volatile boolean leaving;

  private Participant(Memory namespace, int slot, int lock, int probe) {
    this.namespace = namespace;
    this.slot = slot;
    this.probe = new Descriptor(probe);
    this.pid = Math.toIntExact(ProcessHandle.current().pid());
    this.pin = Linux.map(lock, PAGE, Linux.PROT_READ);
    if (pin < 0) {
      this.probe.close();
      throw new FileProblem(Linux.errno(pin), namespace.name(), "its lock can't be kept");
    }
    try {
      Linux.dontFork(pin, PAGE);
      long at = NamespaceLayout.participant(slot);
      long old = namespace.getLong(at + ParticipantLayout.GENERATION);
      this.predecessor = namespace.getInt(at + ParticipantLayout.ATTACHED) != 0 ? id(slot, old) : 0;
      this.id = id(slot, old + 1);
      take(at, old + 1);
    } catch (RuntimeException | Error e) {
      abandon(); // nobody would ever know that it can be unlocked
      throw e;
    }
  }

  /** Makes the slot ours; first of all, that it is looked at when we die. */
  private void take(long at, long generation) {
    int used = namespace.getInt(NamespaceLayout.PARTICIPANTS_USED);
    while (used <= slot && !namespace.casInt(NamespaceLayout.PARTICIPANTS_USED, used, slot + 1)) {
      used = namespace.getInt(NamespaceLayout.PARTICIPANTS_USED);
    }
    namespace.putLong(at + ParticipantLayout.GENERATION, generation);
    namespace.putInt(at + ParticipantLayout.ATTACHED, ParticipantLayout.attached(generation));
    namespace.putInt(at + ParticipantLayout.PID, pid);
    namespace.putLong(at + ParticipantLayout.STARTED, System.currentTimeMillis());
    namespace.putLong(at + ParticipantLayout.GRANTED, 0);
    namespace.putInt(at + ParticipantLayout.DOORBELL, 0);
    namespace.putInt(at + ParticipantLayout.RESCAN, 0);
  }

  /**
   * Takes a free slot; one whose last owner died unsettled only if there is no other.
   *
   * @throws FileProblem ENOSPC if all slots are taken by the living
   */
  public static Participant join(Directory directory, String file, Memory namespace) {
    int lock = directory.openFile(file, true);
    try {
      for (int unsettled = 0; unsettled <= 1; unsettled++) {
        for (int slot = 0; slot < NamespaceLayout.MAX_PARTICIPANTS; slot++) {
          long at = NamespaceLayout.participant(slot);
          boolean isUnsettled = namespace.getInt(at + ParticipantLayout.ATTACHED) != 0;
          if (isUnsettled == (unsettled == 1)
              && Linux.lockByte(lock, ParticipantLayout.LOCK_BASE + slot) >= 0) {
            return new Participant(namespace, slot, lock, directory.openFile(file, false));
          }
        }
      }
    } finally {
      Linux.closeFile(lock);
    }
    throw new FileProblem(
        Errno.ENOSPC,
        namespace.name(),
        "all " + NamespaceLayout.MAX_PARTICIPANTS + " participant slots are held by live JVMs");
  }

  private static long id(int slot, long generation) {
    return generation << SLOT_BITS | slot;
  }

  /** The slot in an id. */
  public static int slot(long id) {
    return (int) id & (1 << SLOT_BITS) - 1;
  }

  /** This participant. */
  public long id() {
    return id;
  }

  /** Who had our slot before and died unsettled; 0 = nobody. */
  public long predecessor() {
    return predecessor;
  }

  /** This process. */
  public int pid() {
    return pid;
  }

  /** The namespace file. */
  public Memory namespace() {
    return namespace;
  }

  /** Where this participant's slot is in the namespace file. */
  public long offset() {
    return NamespaceLayout.participant(slot);
  }

  /**
   * Whether a participant lives. Asks the kernel, unless it is ourselves.
   *
   * @throws NamespaceClosedException if we have left: then we can't tell, and nobody is dead for it
   */
  public boolean isAlive(long other) {
    if (other == id) {
      return true;
    }
    int otherSlot = slot(other);
    boolean alive =
        otherSlot < NamespaceLayout.MAX_PARTICIPANTS
            && hasGeneration(other)
            && isLocked(otherSlot)
            && hasGeneration(other);
    if (!alive && leaving) {
      throw new NamespaceClosedException();
    }
    return alive;
  }

  private boolean isLocked(int otherSlot) {
    int fd = probe.use();
    try {
      int locked = Linux.isByteLocked(fd, ParticipantLayout.LOCK_BASE + otherSlot);
      if (locked < 0) {
        throw new FileProblem(
            Linux.errno(locked), namespace.name(), "the kernel can't tell who lives");
      }
      return locked == 1;
    } finally {
      probe.done();
    }
  }

  private boolean hasGeneration(long other) {
    long at = NamespaceLayout.participant(slot(other));
    return namespace.getLong(at + ParticipantLayout.GENERATION) == other >>> SLOT_BITS;
  }

  /** Who is attached to a slot, dead or alive; 0 = nobody. */
  public long occupant(int otherSlot) {
    long at = NamespaceLayout.participant(otherSlot);
    if (namespace.getInt(at + ParticipantLayout.ATTACHED) == 0) {
      return 0;
    }
    return id(otherSlot, namespace.getLong(at + ParticipantLayout.GENERATION));
  }

  /** How many slots were ever used. */
  public int slotsUsed() {
    return Math.min(
        namespace.getInt(NamespaceLayout.PARTICIPANTS_USED), NamespaceLayout.MAX_PARTICIPANTS);
  }

  /** The pid of a participant, as it told, for people. */
  public int pidOf(long other) {
    return namespace.getInt(NamespaceLayout.participant(slot(other)) + ParticipantLayout.PID);
  }

  /** The number of the next undo row that this participant takes, in whichever set. */
  public int nextRow() {
    return rows.incrementAndGet();
  }

  /** Everything of a dead participant has been settled; its slot is free, unless taken anew. */
  public void settled(long dead) {
    long at = NamespaceLayout.participant(slot(dead)) + ParticipantLayout.ATTACHED;
    int attached = namespace.getInt(at);
    if (attached != 0 && attached - ParticipantLayout.attached(dead >>> SLOT_BITS) <= 0) {
      namespace.casInt(at, attached, 0);
    }
  }

  /** Whether it is about to leave, or has left: nothing may be begun in its name. */
  public boolean isLeaving() {
    return leaving;
  }

  /** From now on nothing is begun in its name. */
  public void prepareToLeave() {
    leaving = true;
  }

  /** Leaves in good order: everything of ours has been settled. */
  public void leave() {
    try {
      settled(id);
    } finally {
      abandon();
    }
  }

  /** Drops the lock without cleaning up: what a crash does. May be called again. */
  public void abandon() {
    long page = pin;
    if (page > 0) {
      Linux.mapZerosAt(page, PAGE); // drops the lock, and keeps the place, should an error strike
      pin = 0;
      Linux.unmap(page, PAGE);
    }
    probe.close();
  }
}
