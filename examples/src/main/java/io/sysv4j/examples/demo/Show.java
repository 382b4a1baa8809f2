package io.sysv4j.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.LoggerFactory;

/**
 * One run of the demo, from the first line to the last. Closing it leaves nothing behind; a
 * shutdown hook may close it at any time.
 */
final class Show implements AutoCloseable {
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final Plan plan;
  private final Display display;
  private Workshop workshop;
  private Reporter reporter;
  private ActorSystem<Foreman.Command> system;
  private boolean closed;

  /** A run that has not begun, and has made nothing yet. */
  Show(Plan plan, Display display) {
    this.plan = plan;
    this.display = display;
  }

  /** Makes all that a run needs, or nothing. */
  synchronized void open() throws IOException {
    if (closed) {
      throw new IllegalStateException("the show is over");
    }
    workshop = Workshop.open(plan);
    reporter = new Reporter(display, workshop);
    LoggerFactory.getILoggerFactory(); // SLF4J complains when several threads are the first
    system = ActorSystem.create(Foreman.create(workshop, reporter), "demo");
  }

  /** Runs it; true if everything that was checked was true. */
  boolean run() throws IOException, InterruptedException, ExecutionException {
    reporter.begin();
    try {
      return moveAndRemove();
    } catch (ExecutionException e) {
      display.endProgress();
      printErrorsOfWorkers();
      throw e;
    }
  }

  private boolean moveAndRemove() throws IOException, InterruptedException, ExecutionException {
    Inspector inspector = new Inspector(workshop);
    Journal journal = ask(Foreman.Move::new);

    CompletableFuture<String> sourceHash = hash(plan.file());
    CompletableFuture<String> arrivedHash = hash(workshop.scratch().arrived());
    reporter.arrived(sourceHash.get(), arrivedHash.get());
    inspector.inspectArrival(journal, sourceHash.get(), arrivedHash.get());

    ask(Foreman.Remove::new);
    reporter.removed(journal);
    inspector.inspectEnd(journal);

    new Summary(display, workshop, journal).print(inspector.verdict());
    return inspector.verdict().isGood();
  }

  private Journal ask(Function<ActorRef<StatusReply<Journal>>, Foreman.Command> request)
      throws InterruptedException, ExecutionException {
    return AskPattern.askWithStatus(system, request, NO_LIMIT, system.scheduler())
        .toCompletableFuture()
        .get();
  }

  private static CompletableFuture<String> hash(Path file) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Sha256.of(file);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void printErrorsOfWorkers() throws IOException {
    for (Child child : workshop.children()) {
      Path errors = workshop.scratch().errorsOf(child.seat());
      if (Files.exists(errors)) {
        for (String line : Files.readAllLines(errors)) {
          display.line("  " + child.name() + ": " + line);
        }
      }
    }
  }

  /** Ends the actors, and then all that they work with. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (system != null) {
      system.terminate();
      awaitEnd();
    }
    if (workshop != null) {
      workshop.close();
    }
  }

  private void awaitEnd() {
    try {
      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      display.error("the actor system does not end: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
