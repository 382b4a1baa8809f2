package io.sysv4j.conformance.torture;

import io.sysv4j.IpcLimits;
import io.sysv4j.offheap.internal.layout.AttachLayout;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;

/**
 * What the files say that one participant holds of the board: the sums of what it did with
 * SEM_UNDO, and how often it has each segment attached. Read while nobody does anything.
 */
final class Holdings {
  private final Board board;
  private final String path;
  private final NamespaceLayout layout;

  Holdings(Board board, String path, IpcLimits limits) {
    this.board = board;
    this.path = path;
    this.layout = new NamespaceLayout(limits);
  }

  /** A vector like a slot's, in which only these parts are set. */
  long[] of(long participant) {
    long[] held = new long[Slot.VECTOR];
    try (Directory directory = Directory.open(path)) {
      for (int set = 0; set < Board.SETS; set++) {
        MappedFile file = open(directory, "sem-" + board.set(set), Header.SET);
        readUndo(file.memory(), participant, set, held);
        file.unmap();
      }
      MappedFile namespace = open(directory, "namespace", Header.NAMESPACE);
      readAttaches(namespace.memory(), participant, held);
      namespace.unmap();
    }
    return held;
  }

  private static MappedFile open(Directory directory, String name, long kind) {
    long fingerprint = kind == Header.SET ? SetLayout.FINGERPRINT : NamespaceLayout.FINGERPRINT;
    return MappedFile.open(directory, name, false, kind, fingerprint, 0, uid -> true);
  }

  private static void readUndo(Memory memory, long participant, int set, long[] held) {
    for (int row = memory.getInt(SetLayout.ROWS) - 1; row >= 0; row--) {
      int extent = Extents.extent(row, SetLayout.FIRST_ROWS);
      long at =
          memory.getLong(SetLayout.ROW_EXTENTS + 8L * extent)
              + (row - Extents.start(extent, SetLayout.FIRST_ROWS)) * RowLayout.length(Board.SEMS);
      if (memory.getLong(at + RowLayout.OWNER) == participant) {
        for (int sem = 0; sem < Board.SEMS; sem++) {
          held[Board.place(Board.UNDO, set, sem)] -= memory.getInt(at + RowLayout.ADJ + 4L * sem);
        }
      }
    }
  }

  private void readAttaches(Memory memory, long participant, long[] held) {
    int used = memory.getInt(NamespaceLayout.ATTACHES_USED);
    for (int record = 0; record < used; record++) {
      long at = layout.attach(record);
      if (memory.getLong(at + AttachLayout.PARTICIPANT) == participant) {
        for (int segment = 0; segment < Board.SEGMENTS; segment++) {
          if (memory.getInt(at + AttachLayout.SHMID) == board.segment(segment)) {
            held[Board.ATTACHES + segment] += memory.getInt(at + AttachLayout.COUNT);
          }
        }
      }
    }
  }
}
