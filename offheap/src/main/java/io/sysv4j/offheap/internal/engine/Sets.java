package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcPerm;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Retired;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sem.SemSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The sets that this JVM has mapped, by index. */
final class Sets {
  /** How many bytes a set's sleepers and undo rows may grow to. */
  private static final long ROOM = 256L << 20;

  /** How many files are looked at in a round. */
  private static final int LOOKS = 512;

  private static final VarHandle TABLE = MethodHandles.arrayElementVarHandle(SetHandle[].class);

  private final Engine engine;
  private int cursor;

  /** Read without any order: a handle never changes, and its slot's word says whether it holds. */
  private final SetHandle[] table;

  /** How many threads of this JVM sleep. */
  final AtomicInteger sleepers = new AtomicInteger();

  Sets(Engine engine) {
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
    if (!rights.read() && !rights.alter()) {
      return handle(semid, index, nsems, null, rights);
    }
    SemSet set = open(semid, rights.alter());
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

  private SemSet open(int semid, boolean writable) {
    try {
      return map(semid, writable);
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

  private SemSet map(int semid, boolean writable) {
    MappedFile file = openFile(semid, writable);
    Header header = file.header();
    int nsems = (int) space().getLong(IdSequence.index(semid), SlotLayout.SIZE);
    if (header.a() != semid
        || header.b() != nsems
        || header.namespace() != engine.file.header().namespace()
        || header.size() != new SetLayout(nsems, engine.limits.semopm()).length()) {
      throw new CorruptFileException(file.name(), "it is not the file of set " + semid);
    }
    return new SemSet(
        semid,
        file,
        engine.wrap.apply(file.memory()),
        engine.me,
        engine.namespace,
        engine.limits.semopm(),
        engine.spin,
        engine.clock);
  }

  private MappedFile openFile(int semid, boolean writable) {
    try {
      String name = Kind.SEM.file(semid);
      return MappedFile.open(
          engine.directory,
          name,
          writable,
          Header.SET,
          SetLayout.FINGERPRINT,
          ROOM,
          uid -> engine.registry.mayOwn(Kind.SEM, semid, uid));
    } catch (FileProblem e) {
      if (e.errno() == Errno.EINVAL) {
        throw new CorruptFileException(e);
      }
      throw e;
    }
  }

  /** Which storage a set lacked last. */
  String shortage(int semid) {
    SetHandle handle = at(IdSequence.index(semid));
    String shortage = handle == null || handle.set == null ? null : handle.set.file().shortage();
    return shortage == null
        ? "a set in " + engine.path() + " grows by " + ROOM + " bytes at most"
        : engine.directory.path(Kind.SEM.file(semid)) + ": " + shortage;
  }

  /** Makes the file of a new set. */
  void create(int semid, int nsems, IpcPerm perm) {
    SetLayout layout = new SetLayout(nsems, engine.limits.semopm());
    Header header =
        new Header(
            Header.SET,
            Header.VERSION,
            SetLayout.FINGERPRINT,
            layout.length(),
            engine.file.header().namespace(),
            semid,
            nsems,
            engine.file.header().boot());
    MappedFile.create(
        engine.directory,
        Kind.SEM.file(semid),
        header,
        access(perm),
        memory -> SemSet.fill(memory, nsems, engine.limits.semopm()));
  }

  static MappedFile.Access access(IpcPerm perm) {
    return new MappedFile.Access(perm.uid(), perm.gid(), fileMode(perm.mode()));
  }

  /** The file mode of a set: who may alter it must be able to read and write its file. */
  static int fileMode(int mode) {
    int read = (mode & 0444) | (mode & 0222) << 1;
    return read | mode & 0222;
  }

  /** The set's file has gone: its slot goes too, so that a new one can be made. */
  private void forget(int semid) {
    engine.registry.inside(
        () -> {
          if (space().isLive(semid)) {
            engine.registry.remove(Kind.SEM, semid);
          }
          return null;
        });
  }

  /** Its owner may remove a set that its mode lets him neither read nor alter. */
  private SemSet mapToRemove(int semid) {
    try {
      return map(semid, true);
    } catch (FileProblem e) {
      if (e.errno() == Errno.EACCES) {
        MappedFile.setMode(engine.directory, Kind.SEM.file(semid), 0600);
      }
      return map(semid, true);
    }
  }

  /** The set is being removed: its sleepers get EIDRM. */
  void end(int semid) {
    SetHandle handle = at(IdSequence.index(semid));
    try {
      SemSet set =
          handle != null && handle.semid == semid && handle.set != null
              ? handle.set
              : mapToRemove(semid);
      if (set.file().isWritable()) {
        remove(set);
      }
    } catch (FileProblem | CorruptFileException e) {
      // Its file is gone or damaged: nobody can be told through it.
      return;
    }
  }

  private static void remove(SemSet set) {
    try {
      set.control().remove();
    } catch (CorruptFileException e) {
      return; // who sleeps in it finds out by himself
    }
  }

  /** A set in which a participant may have left something, and the number of its row there. */
  private record Left(int semid, SemSet set, boolean isOurs, int row) {}

  /**
   * Ends a dead participant in every set in which it may have left something: that whose undo it
   * took up last comes first, as at the exit of a process.
   *
   * @return false if a set could not be looked at
   */
  boolean settle(long dead) {
    List<Left> sets = new ArrayList<>();
    boolean all = true;
    Space space = space();
    for (int index = 0; index < space.limit(); index++) {
      int semid = space.idAt(index);
      if (semid >= 0 && space.getInt(index, SlotLayout.TOUCHED) != 0) {
        all &= look(semid, dead, sets);
      }
    }
    sets.sort(Comparator.comparingInt(Left::row).reversed());
    for (Left left : sets) {
      all &= settle(left);
    }
    return all;
  }

  private boolean look(int semid, long dead, List<Left> sets) {
    SetHandle handle = at(IdSequence.index(semid));
    boolean isOurs = handle != null && handle.semid == semid && handle.isWritable;
    try {
      SemSet set = isOurs ? handle.set : map(semid, true);
      sets.add(new Left(semid, set, isOurs, set.rowNumber(dead)));
      return true;
    } catch (FileProblem e) {
      return e.errno() == Errno.ENOENT || !space().isLive(semid);
    } catch (CorruptFileException e) {
      return true; // nobody can be ended in it
    }
  }

  private boolean settle(Left left) {
    try {
      left.set.settleDeath();
      return true;
    } catch (CorruptFileException e) {
      return true; // nobody can be ended in it
    } finally {
      if (!left.isOurs) {
        left.set.file().unmap();
      }
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
  }

  /**
   * Empties the table, so that no operation finds its set any more: the engine is closed or lost,
   * and nobody attaches one again.
   *
   * @return the sets that we may alter
   */
  synchronized List<SemSet> takeAll() {
    List<SemSet> ours = new ArrayList<>();
    for (int index = 0; index < table.length; index++) {
      SetHandle handle = (SetHandle) TABLE.getAndSet(table, index, null);
      if (handle != null && handle.isWritable) {
        ours.add(handle.set);
      }
    }
    return ours;
  }

  private int ownRow(SemSet set) {
    try {
      return set.rowNumber(engine.me.id());
    } catch (CorruptFileException e) {
      return 0;
    }
  }

  private static void close(SemSet set) {
    try {
      set.close();
    } catch (CorruptFileException e) {
      return; // nobody can be ended in it
    }
  }

  /** Ends this JVM's part in every set. */
  void closeAll() {
    List<SemSet> ours = takeAll();
    ours.sort(Comparator.comparingInt(this::ownRow).reversed());
    ours.forEach(Sets::close);
  }
}
