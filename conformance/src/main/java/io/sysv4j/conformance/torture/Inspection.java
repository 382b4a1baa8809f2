package io.sysv4j.conformance.torture;

import io.sysv4j.IpcLimits;
import io.sysv4j.law.IdSequence;
import io.sysv4j.offheap.internal.layout.AttachLayout;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.Participant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the files of a namespace while nobody does anything, and tells what must not be in them: a
 * gate that is held, a change half made, a number that does not agree with what it counts, a file
 * too many or too few, and anything of the dead.
 */
final class Inspection implements AutoCloseable {
  private final Directory directory;
  private final IpcLimits limits;
  private final Participant eyes;
  private final NamespaceLayout layout;
  private final MappedFile file;
  private final Memory memory;
  private final List<String> wrong = new ArrayList<>();
  private int forsaken;

  /**
   * An inspection.
   *
   * @param eyes tell who lives
   */
  Inspection(Path dir, IpcLimits limits, Participant eyes) {
    this.directory = Directory.open(dir.toString());
    this.limits = limits;
    this.eyes = eyes;
    this.layout = new NamespaceLayout(limits);
    this.file =
        MappedFile.open(
            directory,
            "namespace",
            false,
            Header.NAMESPACE,
            NamespaceLayout.FINGERPRINT,
            0,
            uid -> true);
    this.memory = file.memory();
  }

  /** Looks at everything; answers what is wrong. */
  List<String> inspect() {
    wrong.clear();
    Set<String> names = new TreeSet<>(Set.of("namespace"));
    registry();
    space("sem-", NamespaceLayout.SEM_SPACE, layout.semSlot(0), limits.semmni(), names);
    space("shm-", NamespaceLayout.SHM_SPACE, layout.shmSlot(0), limits.shmmni(), names);
    participants();
    attaches();
    Set<String> files = files();
    check(files.equals(names), "the directory has " + files + ", must have " + names);
    names.stream().filter(name -> name.startsWith("sem-")).forEach(this::set);
    return wrong;
  }

  /** How many sleepers' records were not given back, by those in whom errors struck. */
  int forsaken() {
    return forsaken;
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  private void registry() {
    check(memory.getLong(NamespaceLayout.GATE) == 0, "the registry's gate is held");
    check(memory.getLong(NamespaceLayout.INTENT) == 0, "an intent is left");
    check((memory.getLong(NamespaceLayout.CHANGES) & 1) == 0, "the tables are changing");
    check(
        memory.getLong(NamespaceLayout.JOURNAL + JournalLayout.COMMIT) == 0,
        "the registry's journal is committed");
  }

  private void space(String prefix, long space, long slots, int limit, Set<String> names) {
    int inUse = 0;
    long total = 0;
    for (int index = 0; index < limit; index++) {
      long slot = slots + (long) index * SlotLayout.LENGTH;
      long word = memory.getLong(slot + SlotLayout.WORD);
      if (SlotLayout.isLive(word)) {
        inUse++;
        long size = memory.getLong(slot + SlotLayout.SIZE);
        total += prefix.equals("sem-") ? size : (size + 4095) / 4096;
        names.add(prefix + new IdSequence(0, index, SlotLayout.seq(word)).id());
      }
    }
    check(memory.getInt(space + SpaceLayout.IN_USE) == inUse, prefix + ": wrong number of objects");
    check(memory.getLong(space + SpaceLayout.TOTAL) == total, prefix + ": wrong total");
  }

  private Set<String> files() {
    try (Stream<Path> files = Files.list(Path.of(directory.path()))) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void participants() {
    for (int slot = 0; slot < NamespaceLayout.MAX_PARTICIPANTS; slot++) {
      long at = NamespaceLayout.participant(slot);
      if (memory.getInt(at + ParticipantLayout.ATTACHED) != 0) {
        check(
            eyes.isAlive(eyes.occupant(slot)), "participant slot " + slot + " is one of the dead");
      }
    }
  }

  private void attaches() {
    int used = memory.getInt(NamespaceLayout.ATTACHES_USED);
    for (int record = 0; record < used; record++) {
      long at = layout.attach(record);
      long owner = memory.getLong(at + AttachLayout.PARTICIPANT);
      check(owner == 0 || eyes.isAlive(owner), "a dead participant has an attach");
    }
  }

  private void set(String name) {
    try {
      MappedFile file =
          MappedFile.open(
              directory, name, false, Header.SET, SetLayout.FINGERPRINT, 0, uid -> true);
      SetInspection inspection = new SetInspection(file.memory(), limits.semopm(), eyes, wrong);
      inspection.inspect();
      forsaken += inspection.forsaken();
      file.unmap();
    } catch (FileProblem | CorruptFileException e) {
      wrong.add(e.getMessage()); // being removed just now, or lost
    }
  }

  @Override
  public void close() {
    file.unmap();
    directory.close();
  }
}
