package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.typesafe.config.ConfigFactory;
import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;

/** An actor system for one test class, and short words for what the tests do with it. */
final class Actors implements AutoCloseable {
  /** No wait in these tests is meant to last: this only ends a hang. */
  static final Duration GUARD = Duration.ofSeconds(60);

  private final ActorTestKit kit;
  private final List<ActorRef<?>> spawned = new ArrayList<>();

  Actors() {
    this("");
  }

  /** A system with a configuration of its own. */
  Actors(String config) {
    kit =
        ActorTestKit.create(
            "actors",
            ConfigFactory.parseString(
                    "pekko.actor.testkit.typed.single-expect-default = 60s\n" + config)
                .withFallback(ConfigFactory.load()));
  }

  ActorTestKit kit() {
    return kit;
  }

  IpcActorSettings settings() {
    return IpcActorSettings.of(kit.system());
  }

  /** Settings with short pauses for ENOSPC, and a number of tries after the first. */
  IpcActorSettings impatient(int tries) {
    return settings()
        .withOnNoSpace(
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(10), Duration.ofMillis(50), 0.1)
                .withMaxRestarts(tries)
                .withLoggingEnabled(false));
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior) {
    ActorRef<T> actor = kit.spawn(behavior);
    spawned.add(actor);
    return actor;
  }

  /** Stops what one test spawned. */
  void stopAll() {
    spawned.forEach(kit::stop);
    spawned.clear();
  }

  <T> TestProbe<T> probe() {
    return kit.createTestProbe();
  }

  <M, T> CompletableFuture<T> ask(
      ActorRef<M> actor, Function<ActorRef<StatusReply<T>>, M> message) {
    return ask(actor, GUARD, message);
  }

  <M, T> CompletableFuture<T> ask(
      ActorRef<M> actor, Duration timeout, Function<ActorRef<StatusReply<T>>, M> message) {
    return AskPattern.askWithStatus(actor, message, timeout, kit.scheduler()).toCompletableFuture();
  }

  /** Waits for the value. */
  static <T> T get(CompletableFuture<T> answer) {
    try {
      return answer.get(GUARD.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("answered with a failure", e.getCause());
    } catch (Exception e) {
      throw new AssertionError("not answered", e);
    }
  }

  /** Waits for the error number. */
  static Errno errno(CompletableFuture<?> answer) {
    return failure(answer).errno();
  }

  static IpcException failure(CompletableFuture<?> answer) {
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class, () -> answer.get(GUARD.toSeconds(), TimeUnit.SECONDS));
    return assertInstanceOf(IpcException.class, thrown.getCause());
  }

  /** Waits until something is so. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + GUARD.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("never came true: " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
