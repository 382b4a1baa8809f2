package io.sysv4j.offheap.internal.registry;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcLimits;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Growth;
import io.sysv4j.offheap.internal.sync.Journal;
import io.sysv4j.offheap.internal.sync.Room;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import java.util.function.Supplier;

/**
 * The tables of a namespace file, and the one gate for changing them.
 *
 * <p>An object is made in this order: note the intent; give its file, which has been made before,
 * its name; journal its slot. It is removed in the order: note the intent; journal; end its users;
 * remove its file. The journal decides: of an object without a slot, recovery clears away the rest;
 * one that has a slot is there.
 *
 * <p>Between entering the gate and leaving it nothing is allocated: see {@link #inside}.
 */
public final class Registry implements Room {
  /** Which space an object belongs to. */
  public enum Kind {
    /** Semaphore sets. */
    SEM("sem-"),
    /** Shared-memory segments. */
    SHM("shm-");

    /** What the names of the files begin with; the identifier follows. */
    public final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** The name of an object's file. */
    public String file(int id) {
      return prefix + id;
    }
  }

  /** What the registry needs others for. */
  public interface Housekeeper {
    /** Removes the file of an object. */
    void unlink(Kind kind, int id);

    /**
     * Prepares to finish the removal of an object: what it answers tells the object's users that it
     * is gone. Not under the gate, as that may allocate.
     */
    Runnable ending(Kind kind, int id);

    /**
     * Gives the file of an object an owner and a mode, if we may.
     *
     * @return 0, or a negative errno
     */
    int permit(Kind kind, int id, int uid, int gid, int mode);
  }

  /** What is done under the gate. Its answer is what the caller makes of it. */
  @FunctionalInterface
  public interface Inside {
    /** Does it. Allocates nothing. */
    int run();
  }

  /**
   * An object to be made.
   *
   * @param size nsems, or bytes
   * @param amount what it adds to the total: nsems, or pages
   */
  public record Draft(Kind kind, int key, int uid, int gid, int mode, long size, long amount) {}

  /**
   * What {@link Inside} answers if something must be prepared first, which is known now. The caller
   * prepares it, outside, and comes again.
   */
  public static final int AGAIN = Growth.AGAIN;

  private static final int LOOKS = 1000;

  /** How long a look waits that can be made later as well, in ns. */
  private static final long SOON = 50_000_000;

  private static final Inside NOTHING = () -> 0;
  private static final Runnable NOBODY = () -> {};
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
   * Reads several fields as they stood at one instant. If that takes long, as their changer has
   * died or pauses, goes through the gate, which repairs them or waits for him. Not under the gate.
   *
   * @param look reads them; may be called several times
   */
  public <T> T consistent(Supplier<T> look) {
    while (true) {
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
      inside(NOTHING);
    }
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
   * Does something while nobody else changes the tables. Nothing is allocated between entering the
   * gate and leaving it, so a JVM with a full heap does not keep it from others: what is needed
   * inside the caller has prepared, and answers are numbers. What is thrown inside all the same
   * leaves the gate marked, and the next to enter recovers.
   *
   * @return what the body answers
   * @throws FileProblem EBUSY if another is inside for longer than the caller waits
   */
  public int inside(Inside body) {
    Visit visit = visits.mine();
    try {
      enter(visit);
      int answer = body.run();
      gate.leave(visit);
      return answer;
    } catch (Throwable e) {
      visit.failed = true; // this can't fail
      visits.settle(visit);
      throw e;
    }
  }

  /**
   * As {@link #inside(Inside)}; if the body answers {@link #AGAIN}, prepares outside what it has
   * asked for, and does it again.
   */
  public int inside(Inside body, Runnable prepare) {
    int answer = inside(body);
    while (answer == AGAIN) {
      prepare.run();
      answer = inside(body);
    }
    return answer;
  }

  /** Enters; repairs what the last owner left. What that takes is prepared outside, too. */
  private void enter(Visit visit) {
    long prepared = 0;
    Runnable ending = NOBODY;
    Gate.Entry entry = gate.enter(visit);
    while (entry != Gate.Entry.BUSY && !me.isLeaving() && isBroken(entry)) {
      long removal = unfinishedRemoval();
      if (removal == prepared) {
        recover(ending);
        return;
      }
      gate.leaveAsFound(visit, entry);
      ending = housekeeper.ending(kind(removal), (int) removal);
      prepared = removal;
      entry = gate.enter(visit);
    }
    if (entry == Gate.Entry.BUSY) {
      throw new FileProblem(Errno.EBUSY, memory.name(), visit.busy(Visit.TABLES));
    }
    if (me.isLeaving()) {
      gate.leaveAsFound(visit, entry); // we may be gone already
      throw new NamespaceClosedException();
    }
  }

  private boolean isBroken(Gate.Entry entry) {
    return entry == Gate.Entry.RECOVER || (memory.getLong(NamespaceLayout.CHANGES) & 1) != 0;
  }

  /** The intent of a removal whose object has users to be told; else 0. */
  private long unfinishedRemoval() {
    long intent = memory.getLong(NamespaceLayout.INTENT);
    return (intent & REMOVE) != 0 && kind(intent) == Kind.SEM ? intent : 0;
  }

  private static Kind kind(long intent) {
    return (intent & IS_SHM) != 0 ? Kind.SHM : Kind.SEM;
  }

  /**
   * As {@link #inside}, but hardly waits if the gate's owner pauses.
   *
   * @return false if it was not done
   */
  public boolean insideSoon(Inside body) {
    try {
      visits.mine().waitingShortly(SOON, () -> inside(body));
      return true;
    } catch (FileProblem e) {
      if (e.errno() != Errno.EBUSY) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public boolean isSet() {
    return false;
  }

  @Override
  public boolean pass() {
    return insideSoon(NOTHING);
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

  /** As often as need be: the recoverer may die or fail over it. */
  private void recover(Runnable ending) {
    journal.redo();
    long intent = memory.getLong(NamespaceLayout.INTENT);
    if (intent != 0) {
      Kind kind = kind(intent);
      int id = (int) intent;
      if (!space(kind).isLive(id)) {
        if ((intent & REMOVE) != 0) {
          ending.run();
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
      remove(shmid);
    }
  }

  /**
   * Whether the file of an object may belong to a user: its slot says so, or IPC_SET is just about
   * it.
   */
  public boolean mayOwn(Kind kind, int id, int uid) {
    long intent = memory.getLong(NamespaceLayout.INTENT);
    boolean isBeingSet = intent == (intention(kind, id) | PERMIT);
    return isBeingSet || consistent(() -> space(kind).uid(IdSequence.index(id))) == uid;
  }

  private static long intention(Kind kind, int id) {
    return PRESENT | (kind == Kind.SHM ? IS_SHM : 0) | id;
  }

  private void intend(Kind kind, int id, long what) {
    memory.putLong(NamespaceLayout.INTENT, intention(kind, id) | what);
  }

  private void beginChange() {
    memory.putLong(NamespaceLayout.CHANGES, memory.getLong(NamespaceLayout.CHANGES) | 1);
    journal.begin();
  }

  private void commitChange() {
    journal.commit();
    journal.carryOut();
    memory.putLong(NamespaceLayout.CHANGES, memory.getLong(NamespaceLayout.CHANGES) + 1);
  }

  /** The identifier that the next object gets; -1 if there is no free index. */
  public int next(Kind kind) {
    return space(kind).next();
  }

  /**
   * Adds an object. For use under the gate.
   *
   * @param id its identifier, from {@link #next}
   * @param file gets its name; left behind under that name may be one of another namespace
   * @return 0, or a negative errno if the file can't get its name
   */
  public int add(int id, Draft draft, long now, NewFile file) {
    Kind kind = draft.kind;
    housekeeper.unlink(kind, id);
    intend(kind, id, 0);
    int named = file.name(kind.prefix, id);
    if (named >= 0) {
      fill(id, draft, now);
    }
    memory.putLong(NamespaceLayout.INTENT, 0);
    return named;
  }

  private void fill(int id, Draft draft, long now) {
    Space space = space(draft.kind);
    long slot = space.slot(IdSequence.index(id));
    long owner = SlotLayout.pair(draft.uid, draft.gid);
    beginChange();
    memory.zero(slot + SlotLayout.KEY, SlotLayout.LENGTH - SlotLayout.KEY);
    memory.putInt(slot + SlotLayout.KEY, draft.key);
    memory.putLong(slot + SlotLayout.OWNER, owner);
    memory.putLong(slot + SlotLayout.CREATOR, owner);
    memory.putInt(slot + SlotLayout.MODE, draft.mode);
    memory.putLong(slot + SlotLayout.CTIME, now);
    memory.putLong(slot + SlotLayout.SIZE, draft.size);
    memory.putInt(slot + SlotLayout.CPID, me.pid());
    space.journalAdd(journal, id, draft.key, draft.amount);
    commitChange();
  }

  /**
   * Removes an object: frees its slot, ends its users, removes its file. Under the gate. In this
   * order, who is told that it is gone finds neither its identifier nor its key any more.
   *
   * @param ending of {@link Housekeeper#ending}, for the same object
   */
  public void remove(Kind kind, int id, Runnable ending) {
    intend(kind, id, REMOVE);
    dropSlot(kind, id);
    ending.run();
    housekeeper.unlink(kind, id);
    memory.putLong(NamespaceLayout.INTENT, 0);
  }

  /** As {@link #remove(Kind, int, Runnable)}, of a segment. */
  public void remove(int shmid) {
    remove(Kind.SHM, shmid, NOBODY);
  }

  private void dropSlot(Kind kind, int id) {
    Space space = space(kind);
    int index = IdSequence.index(id);
    long size = space.getLong(index, SlotLayout.SIZE);
    beginChange();
    space.journalRemove(journal, index, kind == Kind.SEM ? size : pages(size));
    commitChange();
  }

  /** How many pages a segment of this size takes. */
  public static long pages(long bytes) {
    return (bytes >>> 12) + ((bytes & 4095) == 0 ? 0 : 1);
  }

  /**
   * IPC_SET, of the slot and the file. Under the gate.
   *
   * @return 0, or a negative errno if the file can't be given that owner or mode
   */
  public int setPerm(Kind kind, int id, int uid, int gid, int mode, long now) {
    intend(kind, id, PERMIT);
    int done = housekeeper.permit(kind, id, uid, gid, mode);
    if (done < 0) {
      permitAsNoted(kind, id);
    } else {
      beginChange();
      space(kind).journalPerm(journal, IdSequence.index(id), uid, gid, mode, now);
      commitChange();
    }
    memory.putLong(NamespaceLayout.INTENT, 0);
    return done;
  }

  private void permitAsNoted(Kind kind, int id) {
    int index = IdSequence.index(id);
    long owner = space(kind).getLong(index, SlotLayout.OWNER);
    int mode = space(kind).getInt(index, SlotLayout.MODE);
    housekeeper.permit(kind, id, (int) owner, (int) (owner >>> 32), mode);
  }

  /**
   * A segment is removed while it is attached: its key is free, its mode says so. Under the gate.
   */
  public void markForDestruction(int shmid, int mode) {
    int index = IdSequence.index(shmid);
    beginChange();
    if (shm.getInt(index, SlotLayout.KEY) != 0) {
      shm.journalUnchain(journal, index);
    }
    journal.putInt(shm.slot(index) + SlotLayout.KEY, 0);
    journal.putInt(shm.slot(index) + SlotLayout.MODE, mode);
    commitChange();
  }
}
