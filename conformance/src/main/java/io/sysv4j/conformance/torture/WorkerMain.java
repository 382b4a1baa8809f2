package io.sysv4j.conformance.torture;

import io.sysv4j.SharedMemory;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.sync.SafetyTick;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A JVM that is tortured. It starts, says that it is ready, and opens the namespace when the
 * referee wants it to play. It never ends by itself, unless its referee ends.
 */
final class WorkerMain {
  private final Ledger ledger;
  private final Random random;
  private final List<Thread> threads = new ArrayList<>();
  private final ReadWriteLock cellDoor = new ReentrantReadWriteLock();

  private WorkerMain(Ledger ledger, Random random) {
    this.ledger = ledger;
    this.random = random;
  }

  /**
   * Plays.
   *
   * @param args URI, ledger, seed, number, and its doom: point, count, signal
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    endWithReferee();
    Ledger ledger = new Ledger(Path.of(args[1]));
    WorkerMain worker = new WorkerMain(ledger, new Random(Long.parseLong(args[2])));
    Options options = Options.of(URI.create(args[0]));
    int signal = Integer.parseInt(args[6]);
    int semopm = Integer.parseInt(options.limits().get("semopm"));
    Doom doom = new Doom(Point.valueOf(args[4]), Integer.parseInt(args[5]), signal, semopm, ledger);
    Class.forName(Linux.class.getName());
    Class.forName(CorruptFileException.class.getName());
    ledger.state(Ledger.READY);
    while (ledger.command() == Ledger.PREPARE) {
      LockSupport.parkNanos(1_000_000);
    }
    Engine engine = Engine.openAttended(options, doom::watch);
    worker.start(engine, Integer.parseInt(args[3]));
    ledger.state(Ledger.PLAYING);
    worker.attend(engine);
  }

  private static void endWithReferee() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                e.printStackTrace();
              }
              Runtime.getRuntime().halt(1);
            },
            "watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void start(Engine engine, int number) {
    Board board = Board.find(engine);
    SharedMemory cell = engine.shm().shmat(board.cell(), 0, 0);
    for (int i = 0; i < Ledger.SHARERS; i++) {
      start(new SharedPlay(engine, board, ledger, Ledger.SHARING + i, cell, cellDoor.readLock(), fork()));
    }
    start(new FlickerPlay(engine, board, ledger, fork()));
    start(new SoloPlay(engine, board, ledger, Board.SOLO_KEY + number, fork()));
    start(new SegmentPlay(engine, board, ledger, fork()));
    start(
        new AsyncPlay(
            engine, board, ledger, List.copyOf(threads.subList(0, Ledger.SHARERS + 1)), fork()));
    threads.forEach(Thread::start);
  }

  private Random fork() {
    return new Random(random.nextLong());
  }

  private void start(Play play) {
    threads.add(new Thread(play, play.getClass().getSimpleName() + "-" + threads.size()));
  }

  private void attend(Engine engine) {
    while (ledger.command() != Ledger.CLOSE) {
      LockSupport.parkNanos(3_000_000);
      ledger.rescued(SafetyTick.rescues());
    }
    cellDoor.writeLock().lock(); // all have come out of the cell
    engine.closeAlone();
    ledger.state(Ledger.READY);
  }
}
