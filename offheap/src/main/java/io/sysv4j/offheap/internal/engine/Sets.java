package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcPerm;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.memory.Retired;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sem.SemSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The sets that this JVM has mapped, by index. */
final class Sets {
  /** How many files are looked at in a round. */
  private static final int LOOKS = 512;

  /** How long closing waits for the gates of sets, in ns: for all of them together. */
  private static final long CLOSING = 100_000_000;

  /** How often storage is looked for that is short: for about a fifth of a second. */
  private static final int ATTEMPTS = 24;

  private static final long FIRST_PAUSE = 200_000;
  private static final long LONGEST_PAUSE = 12_800_000;

  private static final Runnable NOBODY = () -> {};

  private static final VarHandle TABLE = MethodHandles.arrayElementVarHandle(SetHandle[].class);

  private final Engine engine;
  private int cursor;

  /** What {@link #takeAll} has taken, until nothing is left to do about it. */
  private volatile List<SemSet> taken;

  /** Read without any order: a handle never changes, and its slot's word says whether it holds. */
  private final SetHandle[] table;

  /** How many threads of this JVM sleep. */
  final AtomicInteger sleepers = new AtomicInteger();

  /** The files that they are in. */
  final SetFiles files;

  Sets(Engine engine) {
    this.files = new SetFiles(engine);
    this.engine = engine;
    this.table = new SetHandle[engine.limits.semmni()];
  }

  private SetHandle at(int index) {
    return (SetHandle) TABLE.getVolatile(table, index);
  }

  private Space space() {
    return engine.registry.space(Kind.SEM);
  }

  /** The set of an identifier, if all that we know of it still holds; else null. */
  SetHandle known(int semid) {
    int index = IdSequence.index(semid);
    SetHandle handle = index < table.length ? table[index] : null;
    return handle != null && handle.semid == semid && handle.isCurrent() ? handle : null;
  }

  /** The set of an identifier, with rights that hold now; null if there is none. */
  SetHandle get(int semid) {
    SetHandle known = known(semid);
    int index = IdSequence.index(semid);
    return known != null || index >= table.length ? known : look(semid, index);
  }

  /** What was mapped last for an identifier, whether that still holds or not; null if nothing. */
  SetHandle mapped(int semid) {
    SetHandle handle = at(IdSequence.index(semid));
    return handle != null && handle.semid == semid ? handle : null;
  }

  /** Whether there is a set with this identifier. */
  boolean isKnown(int semid) {
    return IdSequence.index(semid) < table.length && space().isLive(semid);
  }

  private SetHandle look(int semid, int index) {
    engine.checkOpen();
    SetHandle handle = at(index);
    if (!space().isLive(semid)) {
      if (handle != null && !space().isLive(handle.semid)) {
        drop(index, handle);
      }
      return null;
    }
    if (handle == null || handle.semid != semid) {
      return attach(semid, index);
    }
    SetHandle renewed = handle.with(rights(index));
    TABLE.compareAndSet(table, index, handle, renewed);
    boolean suffices = renewed.isWritable || !renewed.mayAlter;
    return suffices ? renewed : attach(semid, index);
  }

  /** The set has no slot any more: whoever removed it ends its sleepers; or else it is damaged. */
  private void drop(int index, SetHandle handle) {
    if (TABLE.compareAndSet(table, index, handle, null)) {
      if (handle.isWritable) {
        remove(handle.set);
      }
      forget(handle);
    }
  }

  private static void forget(SetHandle handle) {
    if (handle != null && handle.set != null) {
      handle.set.file().forget();
    }
  }

  /**
   * Makes something; if there is no storage for it, gets that back which removed sets still hold
   * here, and tries again. Not under the gate.
   */
  <T> T withStorage(Supplier<T> making) {
    try {
      return making.get();
    } catch (FileProblem e) {
      if (e.errno() != Errno.ENOSPC || !reclaim()) {
        throw e;
      }
      return making.get();
    }
  }

  /**
   * Makes the file of a new object, as {@link #withStorage}. Storage may be short only as others
   * are making files just now, perhaps for the same key, most of which will be given up.
   *
   * @param attempt how often there was no storage before
   * @return null if there is none, and the caller should look at the tables again, and try again
   */
  NewFile makeFile(int attempt, Supplier<NewFile> making) {
    try {
      return attempt == 0 ? withStorage(making) : making.get();
    } catch (FileProblem e) {
      if (e.errno() != Errno.ENOSPC || attempt >= ATTEMPTS) {
        throw e;
      }
      long most = Math.min(FIRST_PAUSE << attempt, LONGEST_PAUSE);
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
      return null;
    }
  }

  /**
   * Gets the storage back of removed sets that this JVM still has mapped.
   *
   * @return whether there was any
   */
  private boolean reclaim() {
    for (int index = 0; index < table.length; index++) {
      SetHandle handle = at(index);
      if (handle != null && !space().isLive(handle.semid)) {
        drop(index, handle);
      }
    }
    return Retired.reclaim();
  }

  private SetHandle.Rights rights(int index) {
    long word = space().word(index);
    IpcPerm perm = engine.registry.consistent(() -> space().perm(index));
    return new SetHandle.Rights(
        word,
        Permission.allows(perm, engine.caller, Permission.READ),
        Permission.allows(perm, engine.caller, Permission.WRITE));
  }

  /**
   * Maps a set and ends the dead in it; null if it was removed meanwhile. Whoever keeps its gate
   * closed keeps nobody from mapping others.
   */
  private SetHandle attach(int semid, int index) {
    SetHandle known = at(index);
    SetHandle handle = attached(semid, index);
    if (handle != null && handle != known && handle.isWritable) {
      handle.set.settleDead();
    }
    return handle;
  }

  private synchronized SetHandle attached(int semid, int index) {
    engine.checkOpen();
    SetHandle known = at(index);
    if (known != null && known.semid == semid && known.isWritable) {
      return known;
    }
    SetHandle.Rights rights = rights(index);
    int nsems = (int) space().getLong(index, SlotLayout.SIZE);
    boolean isOurs = space().perm(index).uid() == engine.caller.euid();
    if (!rights.read() && !rights.alter() && !isOurs) {
      return handle(semid, index, nsems, null, rights);
    }
    SemSet set = isOurs && !rights.alter() ? openOurs(semid) : open(semid, rights.alter());
    if (set == null) {
      return null;
    }
    SetHandle handle = handle(semid, index, nsems, set, rights);
    TABLE.setVolatile(table, index, handle);
    if (known != null && known.semid != semid) {
      forget(known);
    }
    return handle;
  }

  private SetHandle handle(int semid, int index, int nsems, SemSet set, SetHandle.Rights rights) {
    long slot = space().slot(index) + SlotLayout.WORD;
    return new SetHandle(semid, nsems, set, engine.namespace, slot, rights);
  }

  /**
   * A set of ours, whatever its mode lets us do; its file's mode may be another than we gave it.
   */
  private SemSet openOurs(int semid) {
    try {
      return open(semid, true);
    } catch (FileProblem e) {
      if (e.errno() != Errno.EACCES) {
        throw e;
      }
      return open(semid, false);
    }
  }

  private SemSet open(int semid, boolean writable) {
    try {
      return files.map(semid, writable);
    } catch (FileProblem | CorruptFileException e) {
      if (!space().isLive(semid)) {
        return null;
      }
      if (Failures.errno(e) == Errno.ENOENT) {
        forget(semid);
        throw new LostException(
            engine.directory.path(Kind.SEM.file(semid)) + " was removed behind our back");
      }
      throw e;
    }
  }

  /** Which storage a set lacked last. */
  String shortage(int semid) {
    SetHandle handle = at(IdSequence.index(semid));
    String shortage = handle == null || handle.set == null ? null : handle.set.file().shortage();
    return shortage == null
        ? "a set in " + engine.path() + " grows by " + SetFiles.ROOM + " bytes at most"
        : engine.directory.path(Kind.SEM.file(semid)) + ": " + shortage;
  }

  /** The set's file has gone: its slot goes too, so that a new one can be made. */
  private void forget(int semid) {
    Runnable ending = ending(semid);
    engine.registry.inside(
        () -> {
          if (space().isLive(semid)) {
            engine.registry.remove(Kind.SEM, semid, ending);
          }
          return 0;
        });
  }

  /**
   * Maps a set that is about to be removed, if it is not mapped. Not under the registry's gate.
   *
   * @return tells those who sleep in the set that it is gone: they get EIDRM
   */
  Runnable ending(int semid) {
    SetHandle handle = mapped(semid);
    try {
      SemSet set = handle != null && handle.isWritable ? handle.set : files.mapToRemove(semid);
      return set.file().isWritable() ? () -> remove(set) : NOBODY;
    } catch (FileProblem | CorruptFileException e) {
      return NOBODY; // its file is gone or damaged: nobody can be told through it
    }
  }

  private static void remove(SemSet set) {
    try {
      set.control().remove();
    } catch (CorruptFileException e) {
      return; // who sleeps in it finds out by himself
    }
  }

  /** Someone of this JVM is about to leave something in a set that must be settled at its end. */
  void touch(int semid) {
    int index = IdSequence.index(semid);
    if (space().getInt(index, SlotLayout.TOUCHED) == 0) {
      space().putInt(index, SlotLayout.TOUCHED, 1);
    }
  }

  /** Looks whether the files of our sets still are where they were: some, each time. */
  void checkInPlace() {
    int looked = 0;
    for (int i = 0; i < table.length && looked < LOOKS; i++) {
      cursor = (cursor + 1) % table.length;
      SetHandle handle = at(cursor);
      if (handle != null && handle.set != null) {
        looked++;
        if (!space().isLive(handle.semid)) {
          drop(cursor, handle);
        } else if (!handle.set.file().isInPlace()) {
          forget(handle.semid);
        }
      }
    }
  }

  /** The namespace is lost: everyone who sleeps gets EIDRM. */
  void loseAll() {
    takeAll().forEach(Sets::remove);
    taken = Collections.emptyList();
  }

  /**
   * Empties the table, so that no operation finds its set any more: the engine is closed or lost,
   * and nobody attaches one again. If an error strikes, the next call answers the same.
   *
   * @return the sets that we may alter
   */
  synchronized List<SemSet> takeAll() {
    if (taken == null) {
      List<SemSet> ours = new ArrayList<>();
      for (int index = 0; index < table.length; index++) {
        SetHandle handle = at(index);
        if (handle != null && handle.isWritable) {
          ours.add(handle.set);
        }
      }
      taken = ours; // before the table forgets them, so that no error can lose them
    }
    for (int index = 0; index < table.length; index++) {
      TABLE.setVolatile(table, index, null);
    }
    return taken;
  }

  private int ownRow(SemSet set) {
    try {
      return set.rowNumber(engine.me.id());
    } catch (CorruptFileException e) {
      return 0;
    }
  }

  private static boolean close(SemSet set, long until) {
    try {
      return set.close(until);
    } catch (CorruptFileException e) {
      return true; // nobody can be ended in it
    }
  }

  /**
   * Ends this JVM's part in every set.
   *
   * @return false if that of some set is left to others, as its gate is held for long
   */
  boolean closeAll() {
    List<SemSet> ours = takeAll();
    ours.forEach(SemSet::stop);
    engine.visits.awaitOutside();
    ours.sort(Comparator.comparingInt(this::ownRow).reversed());
    long until = System.nanoTime() + CLOSING;
    boolean all = true;
    for (SemSet set : ours) {
      all &= close(set, until);
    }
    taken = Collections.emptyList(); // a user may keep the closed handle, and them with it
    return all;
  }
}
