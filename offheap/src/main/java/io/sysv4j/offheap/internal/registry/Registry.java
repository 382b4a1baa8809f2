package io.sysv4j.offheap.internal.registry;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.IpcPerm;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Journal;
import io.sysv4j.offheap.internal.sync.Room;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import java.util.function.Supplier;

/**
 * The tables of a namespace file, and the one gate for changing them.
 *
 * <p>An object is made in this order: note the intent; make its file; journal its slot. It is
 * removed in the order: note the intent; journal; end its users; remove its file. The journal
 * decides: of an object without a slot, recovery clears away the rest; one that has a slot is
 * there.
 */
public final class Registry implements Room {
  /** Which space an object belongs to. */
  public enum Kind {
    /** Semaphore sets. */
    SEM,
    /** Shared-memory segments. */
    SHM;

    /** The name of an object's file. */
    public String file(int id) {
      return (this == SEM ? "sem-" : "shm-") + id;
    }
  }

  /** What the registry needs others for. */
  public interface Housekeeper {
    /** Removes the file of an object. */
    void unlink(Kind kind, int id);

    /** Finishes removing an object: its users see that it is gone. */
    void end(Kind kind, int id);

    /** Gives the file of an object the owner and mode that its slot tells, if we may. */
    void permit(Kind kind, int id, IpcPerm perm);
  }

  private static final int LOOKS = 1000;

  /** How long a look waits that can be made later as well, in ns. */
  private static final long SOON = 50_000_000;

  private static final long REMOVE = 1L << 33;
  private static final long IS_SHM = 1L << 32;
  private static final long PRESENT = 1L << 34;
  private static final long PERMIT = 1L << 35;

  private final Memory memory;
  private final Participant me;
  private final Gate gate;
  private final Visits visits;
  private final Journal journal;
  private final Space sem;
  private final Space shm;
  private final Attaches attaches;
  private final Housekeeper housekeeper;

  /** The registry in a namespace file. */
  public Registry(
      Memory memory, IpcLimits limits, Participant me, Visits visits, Housekeeper housekeeper) {
    this.memory = memory;
    this.me = me;
    this.housekeeper = housekeeper;
    NamespaceLayout layout = new NamespaceLayout(limits);
    this.visits = visits;
    gate = new Gate(memory, NamespaceLayout.GATE, me, visits, this);
    journal =
        new Journal(
            memory,
            NamespaceLayout.JOURNAL,
            NamespaceLayout.JOURNAL_ENTRIES,
            (operation, target) -> {
              throw new CorruptFileException(
                  memory.name(), "its journal has operation " + operation);
            });
    sem =
        new Space(
            memory,
            NamespaceLayout.SEM_SPACE,
            layout.semSlot(0),
            layout.semBuckets(),
            limits.semmni());
    shm =
        new Space(
            memory,
            NamespaceLayout.SHM_SPACE,
            layout.shmSlot(0),
            layout.shmBuckets(),
            limits.shmmni());
    attaches = new Attaches(memory, layout, me);
  }

  /** Fills a new namespace file. */
  public static void fill(Memory memory) {
    memory.putInt(NamespaceLayout.SEM_SPACE + SpaceLayout.LAST_INDEX, -1);
    memory.putInt(NamespaceLayout.SHM_SPACE + SpaceLayout.LAST_INDEX, -1);
  }

  /** The space of sets or of segments. */
  public Space space(Kind kind) {
    return kind == Kind.SEM ? sem : shm;
  }

  /** Who has what attached. For use under the gate. */
  public Attaches attaches() {
    return attaches;
  }

  // ---- reading ---------------------------------------------------------------------------

  /**
   * Reads several fields as they stood at one instant.
   *
   * @param look reads them; may be called several times
   */
  public <T> T consistent(Supplier<T> look) {
    for (int i = 0; i < LOOKS; i++) {
      long changes = memory.getLong(NamespaceLayout.CHANGES);
      if ((changes & 1) == 0) {
        try {
          T seen = look.get();
          if (memory.getLong(NamespaceLayout.CHANGES) == changes) {
            return seen;
          }
        } catch (CorruptFileException e) {
          if (memory.getLong(NamespaceLayout.CHANGES) == changes) {
            throw e; // that was no glimpse of a change
          }
        }
      }
      Thread.onSpinWait();
    }
    return inside(look);
  }

  /** The index of the object with a key, -1 = there is none. */
  public int find(Kind kind, int key) {
    return consistent(() -> space(kind).find(key));
  }

  /** As {@link #find}, for use under the gate. */
  public int findInside(Kind kind, int key) {
    return space(kind).find(key);
  }

  // ---- changing --------------------------------------------------------------------------

  /**
   * Does something while nobody else changes the tables. What is thrown by it must be a refusal,
   * before anything was changed, or a file that can't be made: that is cleared away. Anything else
   * leaves the gate marked, and the next to enter recovers.
   *
   * @throws FileProblem EBUSY if another is inside for longer than the caller waits
   */
  public <T> T inside(Supplier<T> body) {
    Visit visit = visits.mine();
    try {
      Gate.Entry entry = gate.enter(visit);
      if (entry == Gate.Entry.BUSY) {
        throw new FileProblem(Errno.EBUSY, memory.name(), visit.busy("the namespace's tables"));
      }
      if (me.isLeaving()) {
        gate.leaveAsFound(visit, entry); // we may be gone already
        throw new NamespaceClosedException();
      }
      if (entry == Gate.Entry.RECOVER || (memory.getLong(NamespaceLayout.CHANGES) & 1) != 0) {
        recover();
      }
      return leave(visit, body);
    } catch (Throwable e) {
      visit.failed = true; // this can't fail
      visits.settle(visit);
      throw e;
    }
  }

  private <T> T leave(Visit visit, Supplier<T> body) {
    try {
      T answer = body.get();
      gate.leave(visit);
      return answer;
    } catch (IpcException e) {
      gate.leave(visit);
      throw e;
    } catch (FileProblem e) {
      recover();
      gate.leave(visit);
      throw e;
    }
  }

  /**
   * As {@link #inside}, but hardly waits if the gate's owner pauses.
   *
   * @return false if it was not done
   */
  public boolean insideSoon(Runnable body) {
    Visit visit = visits.mine();
    long patience = visit.patience();
    visit.waitAtMost(SOON);
    try {
      return inside(
          () -> {
            body.run();
            return true;
          });
    } catch (FileProblem e) {
      if (e.errno() != Errno.EBUSY) {
        throw e;
      }
      return false;
    } finally {
      visit.waitAtMost(patience);
    }
  }

  /** Whether the last to enter died or failed inside. */
  public boolean needsRecovery() {
    return gate.lostOwner() != 0;
  }

  @Override
  public Gate gate() {
    return gate;
  }

  @Override
  public void forgetPassage() {
    // nothing of one is kept
  }

  @Override
  public boolean takeBack(int ref, int status) {
    return true; // nobody sleeps here
  }

  private void recover() {
    journal.redo();
    long intent = memory.getLong(NamespaceLayout.INTENT);
    if (intent != 0) {
      Kind kind = (intent & IS_SHM) != 0 ? Kind.SHM : Kind.SEM;
      int id = (int) intent;
      if (!space(kind).isLive(id)) {
        if ((intent & REMOVE) != 0) {
          housekeeper.end(kind, id);
        }
        housekeeper.unlink(kind, id);
      } else if ((intent & PERMIT) != 0) {
        permitAsNoted(kind, id);
      }
      memory.putLong(NamespaceLayout.INTENT, 0);
    }
    destroyAbandoned();
    long changes = memory.getLong(NamespaceLayout.CHANGES);
    memory.putLong(NamespaceLayout.CHANGES, changes + (changes & 1));
  }

  /** Segments that are marked for destruction and attached no more. */
  private void destroyAbandoned() {
    for (int index = 0; index < shm.limit(); index++) {
      int shmid = shm.idAt(index);
      if (shmid >= 0) {
        destroyIfAbandoned(shmid);
      }
    }
  }

  /** Removes a segment that is marked for destruction and attached no more. Under the gate. */
  public void destroyIfAbandoned(int shmid) {
    int mode = shm.getInt(IdSequence.index(shmid), SlotLayout.MODE);
    if ((mode & Ipc.SHM_DEST) != 0 && attaches.nattch(shmid) == 0) {
      remove(Kind.SHM, shmid);
    }
  }

  /**
   * Whether the file of an object may belong to a user: its slot says so, or IPC_SET is just about
   * it.
   */
  public boolean mayOwn(Kind kind, int id, int uid) {
    long intent = memory.getLong(NamespaceLayout.INTENT);
    boolean isBeingSet = intent == (intention(kind, id) | PERMIT);
    return isBeingSet || consistent(() -> space(kind).perm(IdSequence.index(id))).uid() == uid;
  }

  private static long intention(Kind kind, int id) {
    return PRESENT | (kind == Kind.SHM ? IS_SHM : 0) | id;
  }

  private void intend(Kind kind, int id, long what) {
    memory.putLong(NamespaceLayout.INTENT, intention(kind, id) | what);
  }

  private void change(Runnable fill) {
    long odd = memory.getLong(NamespaceLayout.CHANGES) | 1;
    memory.putLong(NamespaceLayout.CHANGES, odd);
    journal.begin();
    fill.run();
    journal.commit();
    journal.carryOut();
    memory.putLong(NamespaceLayout.CHANGES, odd + 1);
  }

  /** The identifier that the next object gets; null if there is no free index. */
  public IdSequence next(Kind kind) {
    return space(kind).next();
  }

  /**
   * Adds an object. For use under the gate.
   *
   * @param id its identifier, from {@link #next}
   * @param size nsems, or bytes
   * @param amount what it adds to the total: nsems, or pages
   * @param makeFile makes its file
   */
  public void add(
      Kind kind, IdSequence id, IpcPerm perm, long size, long amount, long now, Runnable makeFile) {
    intend(kind, id.id(), 0);
    makeFile.run();
    Space space = space(kind);
    long slot = space.slot(id.lastIndex());
    change(
        () -> {
          memory.zero(slot + SlotLayout.KEY, SlotLayout.LENGTH - SlotLayout.KEY);
          memory.putInt(slot + SlotLayout.KEY, perm.key());
          memory.putLong(slot + SlotLayout.OWNER, SlotLayout.pair(perm.uid(), perm.gid()));
          memory.putLong(slot + SlotLayout.CREATOR, SlotLayout.pair(perm.cuid(), perm.cgid()));
          memory.putInt(slot + SlotLayout.MODE, perm.mode());
          memory.putLong(slot + SlotLayout.CTIME, now);
          memory.putLong(slot + SlotLayout.SIZE, size);
          memory.putInt(slot + SlotLayout.CPID, me.pid());
          space.journalAdd(journal, id, perm.key(), amount);
        });
    memory.putLong(NamespaceLayout.INTENT, 0);
  }

  /**
   * Removes an object: frees its slot, ends its users, removes its file. Under the gate. In this
   * order, who is told that it is gone finds neither its identifier nor its key any more.
   */
  public void remove(Kind kind, int id) {
    intend(kind, id, REMOVE);
    dropSlot(kind, id);
    housekeeper.end(kind, id);
    housekeeper.unlink(kind, id);
    memory.putLong(NamespaceLayout.INTENT, 0);
  }

  private void dropSlot(Kind kind, int id) {
    Space space = space(kind);
    int index = IdSequence.index(id);
    long size = space.getLong(index, SlotLayout.SIZE);
    change(() -> space.journalRemove(journal, index, kind == Kind.SEM ? size : pages(size)));
  }

  /** How many pages a segment of this size takes. */
  public static long pages(long bytes) {
    return (bytes >>> 12) + ((bytes & 4095) == 0 ? 0 : 1);
  }

  /**
   * IPC_SET. Under the gate.
   *
   * @param setFile gives the file its owner and mode, or throws the refusal
   */
  public void setPerm(Kind kind, int id, IpcPerm perm, long now, Runnable setFile) {
    intend(kind, id, PERMIT);
    try {
      setFile.run();
    } catch (IpcException e) {
      permitAsNoted(kind, id);
      memory.putLong(NamespaceLayout.INTENT, 0);
      throw e;
    }
    Space space = space(kind);
    change(() -> space.journalPerm(journal, IdSequence.index(id), perm, now));
    memory.putLong(NamespaceLayout.INTENT, 0);
  }

  private void permitAsNoted(Kind kind, int id) {
    housekeeper.permit(kind, id, space(kind).perm(IdSequence.index(id)));
  }

  /**
   * A segment is removed while it is attached: its key is free, its mode says so. Under the gate.
   */
  public void markForDestruction(int shmid, int mode) {
    int index = IdSequence.index(shmid);
    change(
        () -> {
          if (shm.getInt(index, SlotLayout.KEY) != 0) {
            shm.journalUnchain(journal, index);
          }
          journal.putInt(shm.slot(index) + SlotLayout.KEY, 0);
          journal.putInt(shm.slot(index) + SlotLayout.MODE, mode);
        });
  }
}
