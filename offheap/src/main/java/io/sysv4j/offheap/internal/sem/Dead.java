package io.sysv4j.offheap.internal.sem;

/**
 * Participants that were found dead on the way through the gate, to be ended in this order. Of
 * fixed size, as nothing is allocated inside a gate: when it overflows, all are looked for.
 */
final class Dead {
  private static final int ROOM = 16;

  private final long[] participants = new long[ROOM];
  private int count;
  private boolean hasMore;

  /** Notes one. */
  void add(long participant) {
    for (int i = 0; i < count; i++) {
      if (participants[i] == participant) {
        return;
      }
    }
    if (count == ROOM) {
      hasMore = true;
    } else {
      participants[count++] = participant;
    }
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return count == 0 && !hasMore;
  }

  /** Takes the first; 0 = there is none. */
  long take() {
    if (count == 0) {
      return 0;
    }
    long first = participants[0];
    count--;
    System.arraycopy(participants, 1, participants, 0, count);
    return first;
  }

  /** Whether there were more than could be noted; asking forgets it. */
  boolean takeMore() {
    boolean had = hasMore;
    hasMore = false;
    return had;
  }

  /** Forgets all. */
  void clear() {
    count = 0;
    hasMore = false;
  }
}
