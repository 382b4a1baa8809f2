package io.sysv4j.conformance.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.conformance.harness.Trees;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All JVMs that have a namespace open are killed at once; the next that opens it settles all. */
class MassDeathTest {
  private static final int TOGETHER = 3;

  private final Random random = new Random();
  private final Deque<WorkerJvm> ready = new ArrayDeque<>();
  private Path dir;
  private Path files;
  private String uri;
  private int number;

  @BeforeEach
  void makeBoard() throws IOException {
    dir = Files.createTempDirectory(Path.of("/dev/shm"), "sysv4j-mass-");
    files = Files.createTempDirectory(Path.of("/dev/shm"), "sysv4j-ledgers-");
    uri = "offheap:" + dir + "?semmni=64&shmmni=32&semopm=32";
    Engine engine = open();
    Board.make(engine);
    engine.closeAlone();
  }

  @AfterEach
  void cleanUp() {
    ready.forEach(WorkerJvm::discard);
    Trees.delete(dir);
    Trees.delete(files);
  }

  private Engine open() {
    return Engine.openAlone(Options.of(URI.create(uri)), UnaryOperator.identity());
  }

  @Test
  void shouldSettleEverythingWhenAllHaveDied() {
    for (int round = 0; round < 20; round++) {
      dieTogether();
    }
  }

  @Test
  @Tag("long")
  void shouldSettleEverythingWhenAllHaveDiedTwoThousandTimes() {
    for (int round = 0; round < 2000; round++) {
      dieTogether();
    }
  }

  private void dieTogether() {
    List<WorkerJvm> workers = play();
    workers.forEach(worker -> worker.signal(Posix.SIGKILL));
    workers.forEach(WorkerJvm::awaitEnd);
    Engine engine = open();
    Board board = Board.find(engine);
    Books books = new Books(engine, board);
    SoloAudit solo = new SoloAudit(engine);
    for (WorkerJvm worker : workers) {
      solo.audit(worker);
      books.bury(worker.ledger());
    }
    List<String> wrong = books.audit(List.of());
    Court.enterAllSets(engine);
    try (Inspection inspection = new Inspection(dir, engine.limits(), engine.participant())) {
      wrong.addAll(inspection.inspect());
    }
    assertEquals(List.of(), wrong);
    board.reset(engine);
    engine.closeAlone();
    workers.forEach(WorkerJvm::discard);
  }

  /** Workers in the middle of it. */
  private List<WorkerJvm> play() {
    while (ready.size() < 2 * TOGETHER) {
      ready.add(new WorkerJvm(uri, files, ++number, random.nextLong(), Fate.NONE, List.of()));
    }
    List<WorkerJvm> workers = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      WorkerJvm worker = ready.remove();
      worker.awaitReady();
      worker.ledger().command(Ledger.PLAY, 0);
      workers.add(worker);
    }
    for (WorkerJvm worker : workers) {
      while (!worker.isPlaying() && worker.isAlive()) {
        Referee.nap(1);
      }
    }
    Referee.nap(random.nextInt(40));
    return workers;
  }
}
