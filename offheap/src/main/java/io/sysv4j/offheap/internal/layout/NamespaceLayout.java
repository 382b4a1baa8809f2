package io.sysv4j.offheap.internal.layout;

import io.sysv4j.IpcLimits;

/**
 * The file {@code namespace}: limits, participants, and the tables of identifiers and keys.
 *
 * <pre>
 *      0  header            64   {@link Header}
 *     64  limits            64   semmsl 4, semmns 4, semopm 4, semmni 4, shmmni 4, (4), shmmax 8, shmall 8
 *    128  gate              64   owner 8, passages 8, whether any sleep for it 4
 *    192  intent            64   kind and id of the object being made or removed 8
 *    256  changes           64   odd while the tables change 8
 *    320  semaphore space   64   {@link SpaceLayout}
 *    384  segment space     64
 *    448  participants      64   how many slots, how many attach records were ever used 4 + 4
 *    512  journal          512   {@link JournalLayout}
 *   1024  participant slots     {@link ParticipantLayout}
 *      …  sets                  semmni × {@link SlotLayout}
 *      …  segments              shmmni × {@link SlotLayout}
 *      …  key buckets of sets, of segments   4 each
 *      …  attaches              {@link AttachLayout}
 * </pre>
 */
public final class NamespaceLayout {
  /** Limits. */
  public static final long LIMITS = Header.LENGTH;

  /** Owner of the registry's gate. */
  public static final long GATE = LIMITS + 64;

  /** What the owner is making or removing. */
  public static final long INTENT = GATE + 64;

  /** Sequence lock of the key tables: odd while they change. */
  public static final long CHANGES = INTENT + 64;

  /** The space of sets. */
  public static final long SEM_SPACE = CHANGES + 64;

  /** The space of segments. */
  public static final long SHM_SPACE = SEM_SPACE + 64;

  /** How many participant slots were ever used. */
  public static final long PARTICIPANTS_USED = SHM_SPACE + 64;

  /** How many attach records were ever used. */
  public static final long ATTACHES_USED = PARTICIPANTS_USED + 4;

  /** The redo journal of the registry. */
  public static final long JOURNAL = PARTICIPANTS_USED + 64;

  /** How many entries the journal has room for. */
  public static final int JOURNAL_ENTRIES = 30;

  /** The first participant slot. */
  public static final long PARTICIPANTS = JOURNAL + 512;

  /** How many JVMs can have the namespace open at once. */
  public static final int MAX_PARTICIPANTS = 1024;

  /** Identifies this layout together with {@link Header#VERSION}. */
  public static final long FINGERPRINT =
      Fingerprint.of(
          LIMITS,
          GATE,
          INTENT,
          CHANGES,
          SEM_SPACE,
          SHM_SPACE,
          PARTICIPANTS_USED,
          JOURNAL,
          PARTICIPANTS,
          MAX_PARTICIPANTS,
          ParticipantLayout.LENGTH,
          SlotLayout.LENGTH,
          AttachLayout.LENGTH);

  private final IpcLimits limits;

  /** The layout for these limits. */
  public NamespaceLayout(IpcLimits limits) {
    this.limits = limits;
  }

  /** Where a participant's slot is. */
  public static long participant(int slot) {
    return PARTICIPANTS + (long) slot * ParticipantLayout.LENGTH;
  }

  /** Where the slot of a set is. */
  public long semSlot(int index) {
    return participant(MAX_PARTICIPANTS) + (long) index * SlotLayout.LENGTH;
  }

  /** Where the slot of a segment is. */
  public long shmSlot(int index) {
    return semSlot(limits.semmni()) + (long) index * SlotLayout.LENGTH;
  }

  /** Where the key buckets of sets start. */
  public long semBuckets() {
    return shmSlot(limits.shmmni());
  }

  /** Where the key buckets of segments start. */
  public long shmBuckets() {
    return semBuckets() + 4L * buckets(limits.semmni());
  }

  /** How many key buckets a table of this many objects has: a power of two. */
  public static int buckets(int objects) {
    return Math.max(2, Integer.highestOneBit(objects * 2 - 1));
  }

  /** Where the records of attaches start. */
  public long attaches() {
    return align(shmBuckets() + 4L * buckets(limits.shmmni()), 64);
  }

  /** How many attaches (participant × segment) are recorded at most. */
  public int maxAttaches() {
    return Math.max(64, Math.min(16384, 4 * limits.shmmni()));
  }

  /** Where the record of an attach is. */
  public long attach(int index) {
    return attaches() + (long) index * AttachLayout.LENGTH;
  }

  /** How long the file is, in bytes: whole pages. */
  public long length() {
    return align(attach(maxAttaches()), 4096);
  }

  /** Rounds up to a multiple of a power of two. */
  public static long align(long value, long unit) {
    return value + unit - 1 & -unit;
  }
}
