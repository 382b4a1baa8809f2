package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A requester that is gone swallows no unit. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class RequesterGoneTest {
  private static Actors actors;

  private final Fixture fixture;
  private final Tampered tampered;

  RequesterGoneTest(String scheme) {
    fixture = Fixture.of(scheme);
    tampered = new Tampered(fixture.namespace());
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

  private SetClient set(int value) {
    return new SetClient(
        actors, actors.spawn(SemaphoreSetActor.create(tampered.namespace(), fixture.set(value))));
  }

  private ActorRef<StatusReply<Granted>> stoppedRequester() {
    TestProbe<StatusReply<Granted>> probe = actors.probe();
    probe.stop();
    actors.probe().expectTerminated(probe.ref(), Actors.GUARD);
    return probe.ref();
  }

  @Test
  void shouldWithdrawTheSleeperOfAnAskThatTimedOut() {
    SetClient set = set(0);
    CompletableFuture<Granted> ask =
        actors.ask(
            set.ref(),
            Duration.ofMillis(50),
            r -> new SemaphoreSetActor.Semop(Sembuf.of(0, -1), r));
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class, () -> ask.get(Actors.GUARD.toSeconds(), TimeUnit.SECONDS));
    assertTrue(thrown.getCause() instanceof TimeoutException, () -> "" + thrown.getCause());
    Actors.eventually("no sleeper is left", () -> set.ncnt() == 0);
    Actors.get(set.semop(0, 1));
    assertEquals(1, set.value());
  }

  @Test
  void shouldWithdrawEachSleeperOfARequesterThatStops() {
    SetClient set = set(0);
    TestProbe<StatusReply<Granted>> requester = actors.probe();
    CompletableFuture<Granted> other = set.semop(0, -5);
    for (int i = 0; i < 20; i++) {
      set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), requester.ref()));
    }
    assertEquals(21, set.ncnt());
    requester.stop();
    Actors.eventually("only the other sleeps", () -> set.ncnt() == 1);
    Actors.get(set.semop(0, 5));
    Actors.get(other);
    assertEquals(0, set.value());
  }

  @Test
  void shouldGiveBackWhatWasGrantedToNobody() {
    SetClient set = set(1);
    assertEquals(1, set.value());
    int tries = tampered.count("trySemop");
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), stoppedRequester()));
    Actors.eventually("the unit goes back", () -> tampered.count("trySemop") == tries + 1);
    Actors.get(set.semtimedop(0, -1, Actors.GUARD));
    assertEquals(0, set.value());
  }

  @Test
  void shouldGiveBackOnlyWhatTook() {
    SetClient set = set(0);
    assertEquals(0, set.value());
    ActorRef<StatusReply<Granted>> gone = stoppedRequester();
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, 1), gone));
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, 0), gone));
    set.ref()
        .tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), actors.kit().system().ignoreRef()));
    assertEquals(0, set.value());
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, 1), gone));
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), gone));
    Actors.eventually("only the last is given back", () -> tampered.count("trySemop") == 1);
    Actors.get(set.semtimedop(0, -1, Actors.GUARD));
    assertEquals(0, set.value());
    assertEquals(1, tampered.count("trySemop"));
  }

  @Test
  void shouldDoWhatARequesterGaveThoughItStoppedBeforeTheSetWasGot() {
    tampered.fail("semget", Errno.ENOSPC);
    SetClient set =
        new SetClient(
            actors,
            actors.spawn(
                SemaphoreSetActor.create(
                    tampered.namespace(), fixture.set(0), actors.impatient(-1))));
    ActorRef<StatusReply<Granted>> gone = stoppedRequester();
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, 3), gone));
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), gone));
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, 0), gone));
    CompletableFuture<Integer> value = set.getVal(0);
    Actors.eventually("it is tried again", () -> tampered.count("semget") > 5);
    tampered.heal("semget");
    int valueThen = Actors.get(value);
    Actors.eventually("nobody took", () -> set.value() == 3);
    assertTrue(valueThen >= 2, "value: " + valueThen);
  }

  @Test
  void shouldGiveBackAMixedArrayOnlyIfItCanBeDoneAtOnce() {
    SemaphoreSetSpec spec =
        SemaphoreSetSpec.of(fixture.key(), 2, Ipc.IPC_CREAT | 0600).withInitial(2, 0);
    SetClient set =
        new SetClient(actors, actors.spawn(SemaphoreSetActor.create(tampered.namespace(), spec)));
    assertEquals(List.of(2, 0), set.all());
    ActorRef<StatusReply<Granted>> gone = stoppedRequester();
    List<Sembuf> move = List.of(Sembuf.of(0, -1), Sembuf.of(1, 1));
    set.ref().tell(new SemaphoreSetActor.Semop(move, gone));
    Actors.eventually("tried", () -> tampered.returned("trySemop") == 1);
    assertEquals(List.of(2, 0), set.all());
    CompletableFuture<Granted> taker = set.semop(1, -1);
    set.ref().tell(new SemaphoreSetActor.Semop(move, gone));
    Actors.get(taker);
    Actors.eventually("tried again", () -> tampered.returned("trySemop") == 2);
    assertEquals(List.of(1, 0), set.all());
  }

  /** Asks that time out just when they are granted: units = those in the set + those received. */
  @Test
  void shouldLoseNoUnitToAsksThatTimeOut() {
    SetClient set = set(0);
    Random random = new Random(7);
    int rounds = 3_000;
    List<CompletableFuture<Boolean>> received = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Duration timeout = Duration.ofMillis(1 + random.nextInt(20));
      CompletableFuture<Granted> ask =
          actors.ask(set.ref(), timeout, r -> new SemaphoreSetActor.Semop(Sembuf.of(0, -1), r));
      received.add(ask.handle((granted, failure) -> isGranted(granted, failure)));
      if (i % 2 == 1) {
        Actors.get(set.semop(0, 1));
      }
    }
    long granted = received.stream().filter(Actors::get).count();
    assertTrue(granted > 0, "no ask was granted");
    Actors.eventually(
        granted + " received, so " + (rounds / 2 - granted) + " are left",
        () -> set.ncnt() == 0 && set.value() == rounds / 2 - granted);
  }

  private static boolean isGranted(Granted granted, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    assertTrue(cause == null || cause instanceof TimeoutException, () -> "" + failure);
    return granted != null;
  }
}
