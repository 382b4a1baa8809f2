package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Decides whether everything is as it must be, once all that live stand still. */
final class Court {
  private static final long HANG = TimeUnit.SECONDS.toNanos(30);

  private final Engine engine;
  private final Board board;
  private final Path dir;
  private final String uri;
  private final Books books;
  private final SoloAudit solo;
  private long pause;
  private int looks;
  private int forsaken;

  Court(Engine engine, Board board, Path dir, String uri) {
    this.engine = engine;
    this.board = board;
    this.dir = dir;
    this.uri = uri;
    this.books = new Books(engine, board);
    this.solo = new SoloAudit(engine);
  }

  /** How often it has looked, at everything or at the set of a dead worker. */
  int looks() {
    return looks;
  }

  /** How many records of sleepers were lost at the same time, by errors, until their JVMs' ends. */
  int forsaken() {
    return forsaken;
  }

  /** How many operations of the living were in doubt. */
  int decided() {
    return books.decided();
  }

  /** A worker is dead: what it leaves must be seen at once. */
  void bury(WorkerJvm dead) {
    looks++;
    solo.audit(dead);
    books.bury(dead.ledger());
  }

  /**
   * Has all stand still, and looks.
   *
   * @param playing shrinks when workers die meanwhile
   * @param reap buries them
   * @return how long it took until everything agreed
   */
  long judge(List<WorkerJvm> playing, Runnable reap) {
    pause++;
    playing.forEach(worker -> worker.ledger().command(Ledger.PAUSE, pause));
    long start = System.nanoTime();
    List<String> wrong = List.of("nobody has looked");
    for (int attempt = 0; !wrong.isEmpty(); attempt++) {
      if (System.nanoTime() - start > HANG) {
        throw new Violation("after " + attempt + " looks: " + String.join("\n", wrong));
      }
      playing.forEach(worker -> worker.signal(Posix.SIGCONT));
      Referee.nap(1);
      reap.run();
      wrong = arrived(playing);
      if (wrong.isEmpty()) {
        wrong = look(playing.stream().map(WorkerJvm::ledger).toList());
      }
    }
    long took = System.nanoTime() - start;
    playing.forEach(Court::hear);
    books.settle(playing.stream().map(WorkerJvm::ledger).toList());
    refill();
    return took;
  }

  private List<String> arrived(List<WorkerJvm> playing) {
    List<String> late = new ArrayList<>();
    for (WorkerJvm worker : playing) {
      for (int i = 0; i < Ledger.THREADS; i++) {
        Slot slot = worker.ledger().slot(i);
        if (!slot.hasArrived(pause) && !slot.isPending()) {
          late.add(worker + " does not stand still: thread " + i);
        }
      }
    }
    return late;
  }

  private List<String> look(List<Ledger> living) {
    Engine.openAlone(Options.of(URI.create(uri)), UnaryOperator.identity()).closeAlone();
    tidy();
    looks++;
    List<String> wrong = books.audit(living);
    try (Inspection inspection = new Inspection(dir, engine.limits(), engine.participant())) {
      wrong.addAll(inspection.inspect());
      forsaken = Math.max(forsaken, inspection.forsaken());
    }
    return wrong;
  }

  /**
   * Enters every set, as its next user would: a gate in which somebody died stays his until someone
   * comes.
   */
  static void enterAllSets(Engine engine) {
    for (int index = 0; index < engine.limits().semmni(); index++) {
      try {
        engine.semctl().getAll(engine.semctl().statAt(index, Ipc.SEM_STAT).semid());
      } catch (IpcException e) {
        continue; // there is no set at this index
      }
    }
  }

  /** Enters every set, and removes the segments that dead workers could not remove any more. */
  private void tidy() {
    enterAllSets(engine);
    for (int index = 0; index < engine.limits().shmmni(); index++) {
      try {
        var ds = engine.shm().statAt(index, Ipc.SHM_STAT);
        if (!board.isSegment(ds.shmid()) && ds.shmNattch() == 0) {
          engine.shm().remove(ds.shmid());
        }
      } catch (IpcException e) {
        continue; // there is no segment at this index
      }
    }
  }

  private static void hear(WorkerJvm worker) {
    if (worker.ledger().complaints() > 0) {
      throw new Violation(worker + " says " + worker.said());
    }
    if (worker.ledger().rescued() > 0) {
      throw new Violation(
          worker.ledger().rescued() + " sleepers of " + worker + " were not woken by anyone");
    }
  }

  /** Replaces what the dead took for good, so that the others can go on. */
  private void refill() {
    for (int set = 0; set < Board.DEEP_SET; set++) {
      for (int sem = 0; sem < Board.SEMS; sem++) {
        long lost = books.lost(set, sem);
        if (lost != 0
            && engine.sem().trySemop(board.set(set), sem, (int) lost, Ipc.IPC_NOWAIT)
                == Errno.SUCCESS) {
          books.refereeDid(set, sem, lost);
        }
      }
    }
  }

  /** Removes everything; then nothing but the namespace may be left. */
  void sweepAway() {
    for (int index = 0; index < engine.limits().semmni(); index++) {
      try {
        engine.semctl().remove(engine.semctl().statAt(index, Ipc.SEM_STAT).semid());
      } catch (IpcException e) {
        continue; // there is no set at this index
      }
    }
    for (int index = 0; index < engine.limits().shmmni(); index++) {
      try {
        engine.shm().remove(engine.shm().statAt(index, Ipc.SHM_STAT).shmid());
      } catch (IpcException e) {
        continue; // there is no segment at this index
      }
    }
    try (Inspection inspection = new Inspection(dir, engine.limits(), engine.participant())) {
      List<String> wrong = inspection.inspect();
      if (!wrong.isEmpty()) {
        throw new Violation("at the end: " + String.join("\n", wrong));
      }
    }
  }
}
