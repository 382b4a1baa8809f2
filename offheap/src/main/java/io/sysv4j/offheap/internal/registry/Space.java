package io.sysv4j.offheap.internal.registry;

import io.sysv4j.IpcPerm;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sync.Journal;

/**
 * One space of identifiers: the sets, or the segments. Reading needs no gate; a reader of several
 * fields goes through {@link Registry#consistent}.
 */
public final class Space {
  private static final int MAX_SEQ = 0xffff;

  private final Memory memory;
  private final long space;
  private final long slots;
  private final long buckets;
  private final int limit;
  private final int mask;
  private final IdSequence.Taken taken = index -> SlotLayout.isLive(word(index));

  Space(Memory memory, long space, long slots, long buckets, int limit) {
    this.memory = memory;
    this.space = space;
    this.slots = slots;
    this.buckets = buckets;
    this.limit = limit;
    this.mask = NamespaceLayout.buckets(limit) - 1;
  }

  /** SEMMNI or SHMMNI. */
  public int limit() {
    return limit;
  }

  /** How many objects there are. */
  public int inUse() {
    return memory.getInt(space + SpaceLayout.IN_USE);
  }

  /** How many semaphores, or pages, they have together. */
  public long total() {
    return memory.getLong(space + SpaceLayout.TOTAL);
  }

  /** Where the slot of an index is. */
  public long slot(int index) {
    return slots + (long) index * SlotLayout.LENGTH;
  }

  /** The slot's word: see {@link SlotLayout}. */
  public long word(int index) {
    return memory.getLong(slot(index) + SlotLayout.WORD);
  }

  /** The identifier of the object at an index, -1 = there is none. */
  public int idAt(int index) {
    if (index < 0 || index >= limit) {
      return -1;
    }
    long word = word(index);
    return SlotLayout.isLive(word) ? SlotLayout.seq(word) << 15 | index : -1;
  }

  /** Whether an identifier is one of a live object. */
  public boolean isLive(int id) {
    return id >= 0 && idAt(IdSequence.index(id)) == id;
  }

  /** The highest index in use, 0 if there is none. */
  public int highestIndex() {
    for (int index = limit - 1; index > 0; index--) {
      if (SlotLayout.isLive(word(index))) {
        return index;
      }
    }
    return 0;
  }

  // ---- fields ----------------------------------------------------------------------------

  /** A 64-bit field of a slot. */
  public long getLong(int index, int field) {
    return memory.getLong(slot(index) + field);
  }

  /** A 32-bit field of a slot. */
  public int getInt(int index, int field) {
    return memory.getInt(slot(index) + field);
  }

  /** Stores a 64-bit field that stands by itself. */
  public void putLong(int index, int field, long value) {
    memory.putLong(slot(index) + field, value);
  }

  /** Stores a 32-bit field that stands by itself. */
  public void putInt(int index, int field, int value) {
    memory.putInt(slot(index) + field, value);
  }

  /** Owner and mode of the object at an index. */
  public IpcPerm perm(int index) {
    long owner = getLong(index, SlotLayout.OWNER);
    long creator = getLong(index, SlotLayout.CREATOR);
    return new IpcPerm(
        getInt(index, SlotLayout.KEY),
        (int) owner,
        (int) (owner >>> 32),
        (int) creator,
        (int) (creator >>> 32),
        getInt(index, SlotLayout.MODE),
        SlotLayout.seq(word(index)));
  }

  /** Whether the object at an index allows a caller what is requested. Makes no object. */
  public boolean allows(int index, Permission.Credentials who, int requested) {
    long owner = getLong(index, SlotLayout.OWNER);
    long creator = getLong(index, SlotLayout.CREATOR);
    return Permission.allows(
        (int) owner,
        (int) (owner >>> 32),
        (int) creator,
        (int) (creator >>> 32),
        getInt(index, SlotLayout.MODE),
        who,
        requested);
  }

  /** Whether a caller may IPC_SET and IPC_RMID the object at an index. Makes no object. */
  public boolean isOwnedBy(int index, Permission.Credentials who) {
    return Permission.owns(uid(index), cuid(index), who);
  }

  /** Whether a caller may SHM_LOCK the segment at an index. Makes no object. */
  public boolean mayLock(int index, Permission.Credentials who) {
    return Permission.maySetLock(uid(index), cuid(index), who);
  }

  /** The owner of the object at an index. */
  public int uid(int index) {
    return (int) getLong(index, SlotLayout.OWNER);
  }

  private int cuid(int index) {
    return (int) getLong(index, SlotLayout.CREATOR);
  }

  // ---- keys ------------------------------------------------------------------------------

  private long bucket(int key) {
    int hash = key * 0x9e3779b9;
    return buckets + 4L * ((hash ^ hash >>> 15) & mask);
  }

  /** The index of the object with a key, -1 = there is none. Within {@link Registry#consistent}. */
  int find(int key) {
    int next = memory.getInt(bucket(key));
    for (int left = limit; next != 0; left--) {
      if (left == 0 || next < 0 || next > limit) {
        throw new CorruptFileException(memory.name(), "its key table is damaged");
      }
      if (!SlotLayout.isLive(word(next - 1))) {
        throw new CorruptFileException(memory.name(), "its key table leads to what is not there");
      }
      if (getInt(next - 1, SlotLayout.KEY) == key) {
        return next - 1;
      }
      next = getInt(next - 1, SlotLayout.NEXT);
    }
    return -1;
  }

  private void journalChain(Journal journal, int index, int key) {
    long bucket = bucket(key);
    journal.putInt(slot(index) + SlotLayout.NEXT, memory.getInt(bucket));
    journal.putInt(bucket, index + 1);
  }

  /** Takes the object out of the chain of its key. */
  void journalUnchain(Journal journal, int index) {
    long link = bucket(getInt(index, SlotLayout.KEY));
    int next = memory.getInt(link);
    for (int left = limit; next != 0 && next - 1 != index && left > 0; left--) {
      link = slot(next - 1) + SlotLayout.NEXT;
      next = memory.getInt(link);
    }
    if (next != 0) {
      journal.putInt(link, getInt(index, SlotLayout.NEXT));
    }
  }

  // ---- changes, under the registry's gate ------------------------------------------------

  /** The identifier that the next object gets, -1 = there is no free index. */
  int next() {
    int from = memory.getInt(space + SpaceLayout.NEXT_INDEX);
    int lastIndex = memory.getInt(space + SpaceLayout.LAST_INDEX);
    int lastSeq = memory.getInt(space + SpaceLayout.SEQ);
    boolean isPossible =
        from >= 0
            && from <= limit
            && lastIndex >= -1
            && lastIndex < limit
            && lastSeq >= 0
            && lastSeq <= MAX_SEQ;
    if (!isPossible) {
      throw new CorruptFileException(
          memory.name(),
          "its last identifier is impossible: " + new IdSequence(from, lastIndex, lastSeq));
    }
    int index = IdSequence.nextIndex(from, inUse(), limit, taken);
    return index < 0 ? -1 : IdSequence.id(index, IdSequence.nextSeq(lastIndex, lastSeq, index));
  }

  /** Adds an object whose other fields have been filled. */
  void journalAdd(Journal journal, int id, int key, long amount) {
    int index = IdSequence.index(id);
    int version = SlotLayout.version(word(index)) + 1;
    if (key != 0) {
      journalChain(journal, index, key);
    }
    journal.putInt(space + SpaceLayout.NEXT_INDEX, index + 1);
    journal.putInt(space + SpaceLayout.LAST_INDEX, index);
    journal.putInt(space + SpaceLayout.SEQ, IdSequence.seq(id));
    journal.putInt(space + SpaceLayout.IN_USE, inUse() + 1);
    journal.putLong(space + SpaceLayout.TOTAL, total() + amount);
    journal.putLong(slot(index) + SlotLayout.WORD, SlotLayout.live(version, IdSequence.seq(id)));
  }

  /** Removes an object. */
  void journalRemove(Journal journal, int index, long amount) {
    if (getInt(index, SlotLayout.KEY) != 0) {
      journalUnchain(journal, index);
    }
    journal.putInt(space + SpaceLayout.IN_USE, inUse() - 1);
    journal.putLong(space + SpaceLayout.TOTAL, total() - amount);
    journal.putLong(slot(index) + SlotLayout.WORD, SlotLayout.free(word(index)));
  }

  /** Gives an object another owner and mode. */
  void journalPerm(Journal journal, int index, int uid, int gid, int mode, long ctime) {
    long word = word(index);
    long slot = slot(index);
    journal.putLong(slot + SlotLayout.OWNER, SlotLayout.pair(uid, gid));
    journal.putInt(slot + SlotLayout.MODE, mode);
    journal.putLong(slot + SlotLayout.CTIME, ctime);
    journal.putLong(
        slot + SlotLayout.WORD,
        SlotLayout.live(SlotLayout.version(word) + 1, SlotLayout.seq(word)));
  }
}
