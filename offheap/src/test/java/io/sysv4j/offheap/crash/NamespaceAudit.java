package io.sysv4j.offheap.crash;

import io.sysv4j.Ipc;
import io.sysv4j.IpcLimits;
import io.sysv4j.offheap.internal.layout.AttachLayout;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a namespace's file and directory as they are, with nothing but the layouts, and says what
 * is wrong with them. For a namespace at rest, after the dead have been settled. Changes nothing.
 */
public final class NamespaceAudit {
  private final Path directory;
  private final Memory memory;
  private final IpcLimits limits;
  private final NamespaceLayout layout;
  private final LongPredicate alive;
  private final List<String> problems = new ArrayList<>();

  /** An audit of the namespace in a directory. */
  public NamespaceAudit(Path directory, Memory memory, IpcLimits limits, LongPredicate alive) {
    this.directory = directory;
    this.memory = memory;
    this.limits = limits;
    this.layout = new NamespaceLayout(limits);
    this.alive = alive;
  }

  /** All that is wrong; empty = it is sound. */
  public List<String> problems() {
    problems.clear();
    auditGate();
    auditParticipants();
    auditAttaches();
    Set<String> files = new HashSet<>(Set.of("namespace"));
    for (Kind kind : Kind.values()) {
      auditSpace(kind, files);
    }
    Set<String> present = files();
    for (String file : present) {
      expect(files.contains(file), "file " + file + " belongs to nobody");
    }
    for (String file : files) {
      expect(present.contains(file), "file " + file + " is missing");
    }
    return List.copyOf(problems);
  }

  private void expect(boolean condition, String otherwise) {
    if (!condition) {
      problems.add(otherwise);
    }
  }

  private Set<String> files() {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void auditGate() {
    long owner = memory.getLong(NamespaceLayout.GATE);
    expect(owner == 0, "the registry's gate is held by " + owner);
    long committed = memory.getLong(NamespaceLayout.JOURNAL + JournalLayout.COMMIT);
    expect(committed == 0, "the registry's journal has " + committed + " entries");
    long intent = memory.getLong(NamespaceLayout.INTENT);
    expect(intent == 0, "an intent is left: " + Long.toHexString(intent));
    expect((memory.getLong(NamespaceLayout.CHANGES) & 1) == 0, "the tables seem to be changing");
  }

  private void auditParticipants() {
    int used = memory.getInt(NamespaceLayout.PARTICIPANTS_USED);
    for (int slot = 0; slot < NamespaceLayout.MAX_PARTICIPANTS; slot++) {
      long at = NamespaceLayout.participant(slot);
      if (memory.getInt(at + ParticipantLayout.ATTACHED) != 0) {
        long id = memory.getLong(at + ParticipantLayout.GENERATION) << 16 | slot;
        expect(alive.test(id), "participant " + id + " is dead and not settled");
        expect(slot < used, "slot " + slot + " is used, and only " + used + " are looked at");
      }
    }
  }

  private void auditAttaches() {
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i < layout.maxAttaches(); i++) {
      long at = layout.attach(i);
      long owner = memory.getLong(at + AttachLayout.PARTICIPANT);
      if (owner != 0) {
        int shmid = memory.getInt(at + AttachLayout.SHMID);
        expect(
            alive.test(owner), "an attach of segment " + shmid + " is " + owner + "'s, now dead");
        expect(pairs.add(owner + " " + shmid), owner + " has segment " + shmid + " twice");
        expect(memory.getInt(at + AttachLayout.COUNT) > 0, "an attach counts nothing");
        expect(i < memory.getInt(NamespaceLayout.ATTACHES_USED), "attach " + i + " is not seen");
        expect(isLive(Kind.SHM, shmid), "segment " + shmid + " is attached, and gone");
      }
    }
  }

  // ---- identifiers and keys ------------------------------------------------------------------

  private long slot(Kind kind, int index) {
    return kind == Kind.SEM ? layout.semSlot(index) : layout.shmSlot(index);
  }

  private int limit(Kind kind) {
    return kind == Kind.SEM ? limits.semmni() : limits.shmmni();
  }

  private boolean isLive(Kind kind, int id) {
    int index = id & 0x7fff;
    return index < limit(kind) && id == id(kind, index);
  }

  private int id(Kind kind, int index) {
    long word = memory.getLong(slot(kind, index) + SlotLayout.WORD);
    return SlotLayout.isLive(word) ? SlotLayout.seq(word) << 15 | index : -1;
  }

  private void auditSpace(Kind kind, Set<String> files) {
    int inUse = 0;
    long total = 0;
    int keyed = 0;
    for (int index = 0; index < limit(kind); index++) {
      int id = id(kind, index);
      if (id >= 0) {
        inUse++;
        long size = memory.getLong(slot(kind, index) + SlotLayout.SIZE);
        total += kind == Kind.SEM ? size : Registry.pages(size);
        keyed += memory.getInt(slot(kind, index) + SlotLayout.KEY) != 0 ? 1 : 0;
        files.add(kind.file(id));
        auditMode(kind, id, memory.getInt(slot(kind, index) + SlotLayout.MODE));
      }
    }
    long space = kind == Kind.SEM ? NamespaceLayout.SEM_SPACE : NamespaceLayout.SHM_SPACE;
    int counted = memory.getInt(space + SpaceLayout.IN_USE);
    expect(counted == inUse, kind + ": " + inUse + " in use, not " + counted);
    long sum = memory.getLong(space + SpaceLayout.TOTAL);
    expect(sum == total, kind + ": the total is " + total + ", not " + sum);
    auditKeys(kind, keyed);
  }

  private void auditKeys(Kind kind, int keyed) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> keys = new HashSet<>();
    long buckets = kind == Kind.SEM ? layout.semBuckets() : layout.shmBuckets();
    for (int bucket = 0; bucket < NamespaceLayout.buckets(limit(kind)); bucket++) {
      int next = memory.getInt(buckets + 4L * bucket);
      while (next != 0) {
        if (next < 0 || next > limit(kind) || !seen.add(next)) {
          problems.add(kind + ": the chain of bucket " + bucket + " leads astray");
          return;
        }
        int key = memory.getInt(slot(kind, next - 1) + SlotLayout.KEY);
        expect(id(kind, next - 1) >= 0, kind + ": key " + key + " leads to nothing");
        expect(key != 0 && keys.add(key), kind + ": key " + key + " is there twice");
        next = memory.getInt(slot(kind, next - 1) + SlotLayout.NEXT);
      }
    }
    expect(seen.size() == keyed, kind + ": " + keyed + " have keys, " + seen.size() + " are found");
  }

  private void auditMode(Kind kind, int id, int mode) {
    try {
      Path file = directory.resolve(kind.file(id));
      if (Files.exists(file)) {
        int actual = (Integer) Files.getAttribute(file, "unix:mode") & 0777;
        int expected = kind == Kind.SEM ? 0600 | mode & 0666 | (mode & 0222) << 1 : mode;
        expect(
            actual == (expected & 0777),
            "file " + kind.file(id) + " has mode " + Integer.toOctalString(actual));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean marked = (mode & Ipc.SHM_DEST) != 0;
    expect(!marked || kind == Kind.SHM && nattch(id) > 0, "segment " + id + " should be gone");
  }

  private int nattch(int shmid) {
    int sum = 0;
    for (int i = 0; i < layout.maxAttaches(); i++) {
      long at = layout.attach(i);
      boolean counts =
          memory.getLong(at + AttachLayout.PARTICIPANT) != 0
              && memory.getInt(at + AttachLayout.SHMID) == shmid;
      sum += counts ? memory.getInt(at + AttachLayout.COUNT) : 0;
    }
    return sum;
  }
}
