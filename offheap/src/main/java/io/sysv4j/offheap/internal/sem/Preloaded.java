package io.sysv4j.offheap.internal.sem;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.law.IdSequence;
import io.sysv4j.law.Packed;
import io.sysv4j.law.Permission;
import io.sysv4j.law.SemopPlanner;
import io.sysv4j.law.Strace;
import io.sysv4j.offheap.internal.layout.AttachLayout;
import io.sysv4j.offheap.internal.layout.Extents;
import io.sysv4j.offheap.internal.layout.Header;
import io.sysv4j.offheap.internal.layout.JournalLayout;
import io.sysv4j.offheap.internal.layout.NamespaceLayout;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.RowLayout;
import io.sysv4j.offheap.internal.layout.SemWord;
import io.sysv4j.offheap.internal.layout.SetLayout;
import io.sysv4j.offheap.internal.layout.SleeperLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.layout.SlotLayout;
import io.sysv4j.offheap.internal.layout.SpaceLayout;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.NamespaceClosedException;
import io.sysv4j.offheap.internal.memory.NewFile;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.sync.Gate;
import io.sysv4j.offheap.internal.sync.Growth;
import io.sysv4j.offheap.internal.sync.Journal;
import io.sysv4j.offheap.internal.sync.Queues;
import io.sysv4j.offheap.internal.sync.SafetyTick;
import io.sysv4j.offheap.internal.sync.Sleepers;
import io.sysv4j.offheap.internal.sync.SpinBudget;
import io.sysv4j.offheap.internal.sync.ThreadSleep;
import io.sysv4j.offheap.internal.sync.VirtualThreads;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Wakes;
import io.sysv4j.offheap.internal.undo.UndoRows;
import java.util.List;

/**
 * Loads the classes that are used inside a gate, before the first gate is entered: loading one
 * takes locks and memory. And initialises those of a call, where there is stack enough: a class
 * whose initialiser overflows can never be used any more. Tests meet what is missing here.
 */
public final class Preloaded {
  private static final List<Class<?>> INSIDE =
      List.of(
          Errno.class,
          Ipc.class,
          IdSequence.class,
          Packed.class,
          Permission.class,
          SemopPlanner.class,
          AttachLayout.class,
          Extents.class,
          JournalLayout.class,
          NamespaceLayout.class,
          ParticipantLayout.class,
          RowLayout.class,
          SemWord.class,
          SetLayout.class,
          SleeperLayout.class,
          SleeperStatus.class,
          SlotLayout.class,
          SpaceLayout.class,
          CorruptFileException.class,
          FileProblem.class,
          NamespaceClosedException.class,
          NewFile.class,
          Header.Draft.class,
          Registry.Draft.class,
          Linux.class,
          Participant.class,
          Gate.Entry.class,
          Growth.class,
          Journal.class,
          Queues.class,
          Sleepers.class,
          Visit.class,
          Wakes.class,
          UndoRows.class,
          Applier.class,
          AsyncBell.class,
          Counter.class,
          Dead.class,
          HandOver.class,
          Others.class,
          Recovery.class,
          Strace.class,
          IpcException.class,
          IpcRemovedException.class,
          SemSet.class,
          SetState.class,
          SetControl.class,
          OwnSleepers.class,
          Onlooker.class,
          Passage.class,
          Workspace.class,
          Sops.class,
          ThreadSleep.class,
          SafetyTick.class,
          SpinBudget.class,
          VirtualThreads.class);

  private Preloaded() {}

  /** Loads and initialises them all, and those of a higher room. */
  public static void load(Class<?>... others) {
    try {
      for (Class<?> inside : INSIDE) {
        load(inside);
      }
      for (Class<?> other : others) {
        load(other);
      }
    } catch (ClassNotFoundException e) {
      throw new LinkageError("a class of this library is missing", e);
    }
  }

  private static void load(Class<?> type) throws ClassNotFoundException {
    Class.forName(type.getName(), true, type.getClassLoader());
  }
}
