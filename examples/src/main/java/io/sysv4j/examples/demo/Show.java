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

/** One run of the demo, from the first line to the last. */
final class Show {
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final Workshop workshop;
  private final Display display;
  private final Reporter reporter;

  Show(Workshop workshop, Display display) {
    this.workshop = workshop;
    this.display = display;
    this.reporter = new Reporter(display, workshop);
  }

  /** Runs it; true if everything that was checked was true. */
  boolean run() throws IOException, InterruptedException, ExecutionException {
    reporter.begin();
    LoggerFactory.getILoggerFactory(); // SLF4J complains when several threads are the first
    ActorSystem<Foreman.Command> system =
        ActorSystem.create(Foreman.create(workshop, reporter), "demo");
    try {
      return run(system);
    } catch (ExecutionException e) {
      display.endProgress();
      printErrorsOfWorkers();
      throw e;
    } finally {
      system.terminate();
      awaitEnd(system);
    }
  }

  private boolean run(ActorSystem<Foreman.Command> system)
      throws IOException, InterruptedException, ExecutionException {
    Inspector inspector = new Inspector(workshop);
    Journal journal = ask(system, Foreman.Move::new);

    CompletableFuture<String> sourceHash = hash(workshop.plan().file());
    CompletableFuture<String> arrivedHash = hash(workshop.scratch().arrived());
    reporter.arrived(sourceHash.get(), arrivedHash.get());
    inspector.inspectArrival(journal, sourceHash.get(), arrivedHash.get());

    ask(system, Foreman.Remove::new);
    reporter.removed(journal);
    inspector.inspectEnd(journal);

    new Summary(display, workshop, journal).print(inspector.verdict());
    return inspector.verdict().isGood();
  }

  private static Journal ask(
      ActorSystem<Foreman.Command> system,
      Function<ActorRef<StatusReply<Journal>>, Foreman.Command> request)
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
          display.line("  %s: %s", child.name(), line);
        }
      }
    }
  }

  private static void awaitEnd(ActorSystem<?> system) throws InterruptedException {
    try {
      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("demo: the actor system does not end: " + e);
    }
  }
}
