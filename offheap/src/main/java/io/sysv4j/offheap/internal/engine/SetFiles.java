package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.sem.SemSet;

/** The files that sets are in: makes them, and maps them once they have been found to be whole. */
final class SetFiles {
  /** How many bytes a set's sleepers and undo rows may grow to. */
  static final long ROOM = 256L << 20;

  private static final int OWNER = 0600;

  private final Engine engine;

  SetFiles(Engine engine) {
    this.engine = engine;
  }

  /**
   * Makes the file of a new set; its name and its identifier come later.
   *
   * @param semid which it may be, for messages
   */
  NewFile make(int semid, int nsems, MappedFile.Access access) {
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
    return MappedFile.make(
        engine.directory,
        Kind.SEM.file(semid),
        header,
        access,
        memory -> SemSet.fill(memory, nsems, engine.limits.semopm()));
  }

  /**
   * The file mode of a set: who may alter it must be able to read and write its file. So must its
   * owner, whose rights the set's own mode tells: it may remove the set and end the dead in it
   * whatever that says, and it waits for zero in the queue if it may only read.
   */
  static int fileMode(int mode) {
    int read = (mode & 0444) | (mode & 0222) << 1;
    return OWNER | read | mode & 0222;
  }

  /** Maps a set. */
  SemSet map(int semid, boolean writable) {
    MappedFile file = openFile(semid, writable);
    Header header = file.header();
    int nsems =
        (int) engine.registry.space(Kind.SEM).getLong(IdSequence.index(semid), SlotLayout.SIZE);
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
        engine.visits,
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

  /** Its owner may remove a set even if its file has got another mode than we give. */
  SemSet mapToRemove(int semid) {
    try {
      return map(semid, true);
    } catch (FileProblem e) {
      if (e.errno() == Errno.EACCES) {
        MappedFile.setMode(engine.directory, Kind.SEM.prefix, semid, OWNER);
      }
      return map(semid, true);
    }
  }
}
