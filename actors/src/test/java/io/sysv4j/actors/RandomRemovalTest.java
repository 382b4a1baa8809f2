package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.actors.IpcNamespaceActor.Semget;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of all kinds while the set is removed at random: each gets one answer, not two. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class RandomRemovalTest {
  private static final int CLIENTS = 6;
  private static final int BATCHES = 100;
  private static final int BATCH = 20;

  private static Actors actors;

  private final Fixture fixture;
  private final SemaphoreSetSpec spec;
  private final AtomicReference<ActorRef<Command>> current = new AtomicReference<>();
  private final AtomicInteger secondAnswers = new AtomicInteger();

  RandomRemovalTest(String scheme) {
    fixture = Fixture.of(scheme);
    spec = fixture.set(3);
  }

  @BeforeAll
  static void start() {
    actors = new Actors();
  }

  @AfterAll
  static void stop() {
    actors.close();
  }

  @AfterEach
  void close() {
    try {
      actors.stopAll();
    } finally {
      fixture.close();
    }
  }

  @Test
  void shouldLeaveNoRequestWithoutAnAnswerWhenSetsAreGotAgain() {
    run(actors.settings().withOnRemoved(SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  @Test
  void shouldLeaveNoRequestWithoutAnAnswerWhenActorsStop() {
    run(actors.settings().withOnRemoved(SupervisorStrategy.stop().withLoggingEnabled(false)));
  }

  private void run(IpcActorSettings settings) {
    long seed = new Random().nextLong();
    System.out.println(fixture.scheme() + ": seed " + seed);
    countSecondAnswers();
    ActorRef<IpcNamespaceActor.Command> namespace =
        actors.spawn(IpcNamespaceActor.create(fixture.namespace(), settings));
    current.set(set(namespace));
    List<CompletableFuture<Map<Errno, Integer>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(seed + i);
      clients.add(CompletableFuture.supplyAsync(() -> client(namespace, random)));
    }
    int removals = removeUntilDone(clients, new Random(seed - 1));
    Map<Errno, Integer> answers = new EnumMap<>(Errno.class);
    clients.forEach(
        client -> Actors.get(client).forEach((e, n) -> answers.merge(e, n, Integer::sum)));
    System.out.println(fixture.scheme() + ": " + removals + " removals, answers " + answers);
    assertEquals(
        CLIENTS * BATCHES * BATCH, answers.values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(removals > 0, "nothing was removed");
    assertTrue(answers.getOrDefault(Errno.EIDRM, 0) > 0, "nobody slept during a removal");
    assertTrue(answers.getOrDefault(Errno.SUCCESS, 0) > 0, "nothing was done");
    assertEquals(0, secondAnswers.get(), "requests that were answered twice");
  }

  /** No ask of this test times out, so an answer that reaches nobody is one too many. */
  private void countSecondAnswers() {
    ActorRef<DeadLetter> reader =
        actors.spawn(
            Behaviors.receiveMessage(
                letter -> {
                  if (letter.message() instanceof StatusReply<?>) {
                    secondAnswers.incrementAndGet();
                  }
                  return Behaviors.same();
                }));
    actors.kit().system().eventStream().tell(new EventStream.Subscribe<>(DeadLetter.class, reader));
  }

  private ActorRef<Command> set(ActorRef<IpcNamespaceActor.Command> namespace) {
    CompletableFuture<ActorRef<Command>> set = actors.ask(namespace, r -> new Semget(spec, r));
    return Actors.get(set);
  }

  private Map<Errno, Integer> client(ActorRef<IpcNamespaceActor.Command> namespace, Random random) {
    Map<Errno, Integer> answers = new EnumMap<>(Errno.class);
    for (int batch = 0; batch < BATCHES; batch++) {
      SetClient set = new SetClient(actors, current.get());
      List<CompletableFuture<?>> asked = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        asked.add(request(set, random));
      }
      boolean stopped = false;
      for (CompletableFuture<?> answer : asked) {
        Errno errno = outcome(answer);
        answers.merge(errno, 1, Integer::sum);
        stopped |= errno == Errno.EINVAL;
      }
      if (stopped) {
        current.set(set(namespace));
      }
    }
    return answers;
  }

  private static CompletableFuture<?> request(SetClient set, Random random) {
    switch (random.nextInt(6)) {
      case 0:
        return set.semop(0, 1);
      case 1:
        return set.semop(0, -1 - random.nextInt(3));
      case 2:
        return set.semtimedop(0, -1, Duration.ofMillis(random.nextInt(20)));
      case 3:
        return set.setVal(0, random.nextInt(3));
      case 4:
        return actors.ask(set.ref(), SemaphoreSetActor.Stat::new);
      default:
        return random.nextInt(50) == 0 ? set.rmid() : set.getVal(0);
    }
  }

  private static Errno outcome(CompletableFuture<?> answer) {
    Throwable failure = Actors.get(answer.handle((value, e) -> e));
    if (failure == null) {
      return Errno.SUCCESS;
    }
    if (failure instanceof IpcException refusal) {
      return refusal.errno();
    }
    if (failure.getMessage().contains("had already been terminated")) {
      return Errno.EINVAL; // what ask itself says of a stopped actor
    }
    throw new AssertionError("a request was left without an answer", failure);
  }

  private int removeUntilDone(List<CompletableFuture<Map<Errno, Integer>>> clients, Random random) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
    long deadline = System.nanoTime() + 4 * Actors.GUARD.toNanos();
    int removals = 0;
    while (!all.isDone() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(random.nextInt(30));
        fixture.namespace().semRmid(fixture.semid(spec.key()));
        removals++;
      } catch (IpcException gone) {
        assertTrue(gone.errno() == Errno.ENOENT || gone.errno() == Errno.EINVAL, () -> "" + gone);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return removals;
  }
}
