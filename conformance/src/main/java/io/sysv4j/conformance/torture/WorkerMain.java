package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A JVM that is tortured. It starts, says that it is ready, and opens the namespace when the
 * referee wants it to play. It never ends by itself, unless its referee ends.
 */
final class WorkerMain {
  private final Ledger ledger;
  private final Mishaps mishaps;
  private final Random random;
  private final boolean hasVirtualThreads;
  private final List<Thread> threads = new ArrayList<>();
  private final ReadWriteLock cellDoor = new ReentrantReadWriteLock();

  private WorkerMain(Ledger ledger, Mishaps mishaps, Random random) {
    this.ledger = ledger;
    this.mishaps = mishaps;
    this.random = random;
    this.hasVirtualThreads = random.nextBoolean() && Threads.canBeVirtual();
  }

  /**
   * Plays.
   *
   * @param args URI, ledger, seed, number, and its {@link Fate}
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    endWithReferee();
    Ledger ledger = new Ledger(Path.of(args[1]));
    Fate fate = Fate.of(Arrays.copyOfRange(args, 4, args.length));
    Mishaps mishaps = new Mishaps(fate.mishaps(), ledger);
    WorkerMain worker = new WorkerMain(ledger, mishaps, new Random(Long.parseLong(args[2])));
    Options options = Options.of(URI.create(args[0]));
    Doom doom = new Doom(fate, Integer.parseInt(options.limits().get("semopm")), ledger);
    Class.forName(Linux.class.getName());
    Class.forName(CorruptFileException.class.getName());
    ledger.state(Ledger.READY);
    while (ledger.command() == Ledger.PREPARE) {
      LockSupport.parkNanos(1_000_000);
    }
    Engine engine =
        patiently(() -> Engine.openAttended(options, file -> mishaps.watch(doom.watch(file))));
    ledger.participant(engine.participant().id());
    worker.start(engine, Integer.parseInt(args[3]));
    ledger.state(Ledger.PLAYING);
    worker.attend(engine);
  }

  /** Comes again while another pauses inside the gate that this needs. */
  private static <T> T patiently(Supplier<T> step) {
    while (true) {
      try {
        return step.get();
      } catch (IpcException e) {
        if (e.errno() != Errno.EBUSY) {
          throw e;
        }
      }
    }
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
    Board board = patiently(() -> Board.find(engine));
    SharedMemory cell = patiently(() -> engine.shm().shmat(board.cell(), 0, 0));
    for (int i = 0; i < Ledger.SHARERS; i++) {
      start(new SharedPlay(part(engine, board), Ledger.SHARING + i, cell, cellDoor.readLock()));
    }
    start(new FlickerPlay(part(engine, board)));
    start(new SoloPlay(part(engine, board), Board.SOLO_KEY + number));
    start(new SegmentPlay(part(engine, board)));
    List<Thread> siblings = List.copyOf(threads.subList(0, Ledger.SHARERS + 1));
    start(new AsyncPlay(part(engine, board), siblings));
    threads.forEach(Thread::start);
  }

  private Part part(Engine engine, Board board) {
    return new Part(engine, board, ledger, mishaps, new Random(random.nextLong()));
  }

  private void start(Play play) {
    boolean isVirtual = hasVirtualThreads && random.nextInt(3) > 0;
    if (isVirtual) {
      ledger.did(Deed.VIRTUAL);
    }
    String name = play.getClass().getSimpleName() + "-" + threads.size();
    threads.add(Threads.make(play, name, isVirtual));
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
