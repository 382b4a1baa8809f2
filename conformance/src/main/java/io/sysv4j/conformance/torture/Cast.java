package io.sysv4j.conformance.torture;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers: those that play, and those that have started and wait for their turn. */
final class Cast implements AutoCloseable {
  private static final int SPARES = 3;
  private static final int LONG = 2000;

  /**
   * A JVM that compiles less: it starts and dies at half the cost, so that there are more deaths.
   * Every third is started without any flag, as its users start it.
   */
  private static final List<String> SIMPLE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final String uri;
  private final Path files;
  private final int workers;
  private final Random random;
  private final Deque<WorkerJvm> spares = new ArrayDeque<>();
  private final List<WorkerJvm> playing = new CopyOnWriteArrayList<>();
  private int number;

  Cast(String uri, Path files, Plan plan, Random random) {
    this.uri = uri;
    this.files = files;
    this.workers = plan.workers();
    this.random = random;
  }

  List<WorkerJvm> playing() {
    return playing;
  }

  WorkerJvm anyone(Random chance) {
    return playing.get(chance.nextInt(playing.size()));
  }

  /** Has as many play as the plan wants. */
  void fill() {
    while (spares.size() < SPARES + workers - playing.size()) {
      spares.add(start());
    }
    while (playing.size() < workers) {
      WorkerJvm next = spares.remove();
      next.awaitReady();
      next.ledger().command(Ledger.PLAY, 0);
      playing.add(next);
      spares.add(start());
    }
  }

  /** Waits until all have opened the namespace, or have died over it. */
  void awaitAllPlay() {
    for (WorkerJvm worker : playing) {
      for (int i = 0; i < LONG && worker.isAlive() && !worker.isPlaying(); i++) {
        Referee.nap(1);
      }
    }
  }

  private WorkerJvm start() {
    boolean doomed = random.nextInt(3) > 0;
    Point point = Point.values()[random.nextInt(Point.values().length)];
    int count = doomed ? 1 + random.nextInt(1 << random.nextInt(12)) : 0;
    int signal = random.nextInt(5) == 0 ? Posix.SIGSTOP : Posix.SIGKILL;
    Fate fate = new Fate(point, count, signal, random.nextBoolean());
    List<String> flags = random.nextInt(3) == 0 ? List.of() : SIMPLE;
    return new WorkerJvm(uri, files, ++number, random.nextLong(), fate, flags);
  }

  void leave(WorkerJvm worker) {
    playing.remove(worker);
  }

  /** What all threads of all that play are doing. */
  String threadDumps() {
    for (WorkerJvm worker : playing) {
      worker.signal(Posix.SIGCONT);
      worker.signal(Posix.SIGQUIT);
    }
    Referee.nap(1000);
    StringBuilder dumps = new StringBuilder();
    for (WorkerJvm worker : playing) {
      dumps.append("\n\n").append(worker).append(":\n").append(worker.said());
    }
    return dumps.toString();
  }

  @Override
  public void close() {
    playing.forEach(WorkerJvm::kill);
    spares.forEach(WorkerJvm::kill);
  }
}
