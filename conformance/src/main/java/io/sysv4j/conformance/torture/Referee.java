package io.sysv4j.conformance.torture;

import io.sysv4j.conformance.harness.Trees;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Lets workers play, kills some, lets the others stand still, and looks whether everything is as it
 * must be; again and again.
 */
final class Referee implements AutoCloseable {
  private static final String LIMITS = "?create=true&semmni=64&shmmni=32&semopm=32";

  /** How long workers wait at a gate; some pause for longer. The referee waits for all of them. */
  private static final String IMPATIENT = "&gate-patience=200";

  private static final String PATIENT = "&gate-patience=60000";

  private static final long REPORT = 10_000_000_000L;

  private final Plan plan;
  private final Random random;
  private final PrintStream out;
  private final Path dir;
  private final Path files;
  private final Engine engine;
  private final Board board;
  private final Court court;
  private final Cast cast;
  private final Mercy mercy;
  private final Bounds bounds;
  private final Tally tally = new Tally();
  private final List<WorkerJvm> dead = new ArrayList<>();
  private final Watchdog watchdog;

  Referee(Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
    this.random = new Random(plan.seed());
    try {
      dir = Files.createTempDirectory(plan.dir(), "sysv4j-torture-");
      files = Files.createTempDirectory(plan.dir(), "sysv4j-ledgers-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String uri = "offheap:" + dir + LIMITS;
    engine = Engine.openAttended(Options.of(URI.create(uri + PATIENT)), UnaryOperator.identity());
    board = Board.make(engine);
    court = new Court(engine, board, dir, uri + PATIENT);
    bounds = new Bounds(uri + IMPATIENT);
    cast = new Cast(uri + IMPATIENT, files, plan, random);
    mercy = new Mercy(cast);
    watchdog = new Watchdog(out, () -> cast.threadDumps() + "\nthe files are left in " + scene());
  }

  /** What was done and seen. */
  String report() {
    return tally
        + String.format(
            "%ncalls with bounds while someone paused: %s%nchecks: %,d looks; decided whether it"
                + " happened, after an error: %,d; records not given back, at most: %d",
            bounds.answers(), court.looks(), court.decided(), court.forsaken());
  }

  /** Plays until the plan is fulfilled. */
  void run() {
    watchdog.start();
    mercy.start();
    long end = plan.minutes() == 0 ? Long.MAX_VALUE : plan.minutes() * 60L;
    long report = System.nanoTime() + REPORT;
    while (tally.kills() < plan.kills() && tally.seconds() < end) {
      round();
      if (System.nanoTime() > report) {
        report += REPORT;
        out.println(tally.line());
      }
    }
    killAll();
    judge(List.of());
    court.sweepAway();
  }

  private void round() {
    List<WorkerJvm> old = List.copyOf(cast.playing());
    cast.fill();
    watchdog.feed();
    curtain(old);
    mischief();
    kill();
    judge(cast.playing());
    tally.round();
  }

  /**
   * Lets those who have paused play on: while newcomers open the namespace, or when they have,
   * which costs less.
   */
  private void curtain(List<WorkerJvm> old) {
    boolean amidst = random.nextInt(4) == 0;
    if (!amidst) {
      cast.awaitAllPlay();
    }
    old.forEach(worker -> worker.ledger().command(Ledger.PLAY, 0));
    if (amidst && random.nextBoolean()) {
      cast.awaitAllPlay();
    }
  }

  /** Lets them play for a moment; stops some, continues them. */
  private void mischief() {
    for (int naps = 1 + random.nextInt(4); naps > 0; naps--) {
      WorkerJvm victim = cast.anyone(random);
      boolean stop = random.nextInt(3) == 0;
      if (stop) {
        victim.signal(Posix.SIGSTOP);
        tally.stopped();
      }
      nap(1 + random.nextInt(20));
      if (stop) {
        if (random.nextInt(4) == 0) {
          bounds.check();
        }
        victim.signal(Posix.SIGCONT);
      }
    }
    cast.playing().stream().filter(WorkerJvm::isStoppedAtStore).findFirst().ifPresent(this::bound);
  }

  /** Somebody has stopped himself where others need what he holds: calls with bounds return. */
  private void bound(WorkerJvm stopped) {
    mercy.hold(stopped);
    tally.paused();
    bounds.check();
    mercy.hold(null);
  }

  private void kill() {
    int many = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(plan.workers());
    if (many == cast.playing().size()) {
      tally.allDied();
    }
    for (int i = 0; i < many && !cast.playing().isEmpty(); i++) {
      kill(cast.anyone(random));
    }
  }

  private void kill(WorkerJvm victim) {
    String how = "SIGKILL";
    if (victim.isDoomed() && random.nextInt(4) > 0) {
      for (int i = 0; i < 40 && victim.isAlive(); i++) {
        nap(1);
      }
    }
    if (!victim.isAlive()) {
      how = "by itself, at a chosen store";
    } else if (victim.ledger().point() != null) {
      how = "SIGKILL, stopped at a chosen store";
    } else if (random.nextInt(6) == 0) {
      how = "SIGKILL, stopped";
      victim.signal(Posix.SIGSTOP);
      nap(random.nextInt(10));
    } else if (random.nextInt(10) == 0) {
      how = "SIGKILL, while it closes or after";
      victim.ledger().command(Ledger.CLOSE, 0);
      nap(random.nextInt(10));
    }
    victim.kill();
    buried(victim, how);
  }

  private void buried(WorkerJvm victim, String how) {
    if (victim.ledger().complaints() > 0 || victim.status() != 128 + Posix.SIGKILL) {
      throw new Violation(
          victim + " ended with status " + victim.status() + " and says " + victim.said());
    }
    watchdog.feed();
    tally.killed(how, victim);
    court.bury(victim);
    cast.leave(victim);
    dead.add(victim);
  }

  private void killAll() {
    for (WorkerJvm worker : List.copyOf(cast.playing())) {
      worker.kill();
      buried(worker, "at the end");
    }
  }

  /** Has the living stand still, compares everything, and lets them go on. */
  private void judge(List<WorkerJvm> living) {
    try {
      tally.quiet(court.judge(living, this::ownDeaths));
    } catch (Violation e) {
      throw new Violation(e.getMessage() + cast.threadDumps());
    }
    dead.forEach(WorkerJvm::discard);
    dead.clear();
  }

  /** Those who killed themselves while they should have come to rest. */
  private void ownDeaths() {
    for (WorkerJvm worker : List.copyOf(cast.playing())) {
      if (!worker.isAlive()) {
        worker.awaitEnd();
        buried(worker, "by itself, at a chosen store");
      }
    }
  }

  static void nap(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Where everything is, for whoever must find out what went wrong. */
  String scene() {
    return dir + " and " + files;
  }

  /** Ends all workers. */
  void dismiss() {
    cast.close();
  }

  /** Ends all workers, and removes all files. */
  @Override
  public void close() {
    cast.close();
    bounds.close();
    engine.closeAlone();
    Trees.delete(dir);
    Trees.delete(files);
  }
}
