package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** EIDRM: the set is removed under its actor. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class RemovalTest {
  private static Actors actors;

  private final Fixture fixture;

  RemovalTest(String scheme) {
    fixture = Fixture.of(scheme);
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

  private SetClient set(SemaphoreSetSpec spec, IpcActorSettings settings) {
    return new SetClient(
        actors, actors.spawn(SemaphoreSetActor.create(fixture.namespace(), spec, settings)));
  }

  private void removeFromOutside(SetClient set) {
    fixture.namespace().semRmid(set.stat().semid());
  }

  @Test
  void shouldGetTheSetAgainAndAnswerAllWhoSlept() {
    SetClient set = set(fixture.set(0), actors.settings());
    int before = set.stat().semid();
    List<CompletableFuture<Granted>> sleepers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      sleepers.add(set.semop(0, -1));
    }
    assertEquals(10, set.ncnt());
    fixture.namespace().semRmid(before);
    for (CompletableFuture<Granted> sleeper : sleepers) {
      assertInstanceOf(IpcRemovedException.class, Actors.failure(sleeper));
    }
    assertEquals(0, set.value());
    assertNotEquals(before, set.stat().semid());
    CompletableFuture<Granted> again = set.semop(0, -1);
    Actors.get(set.semop(0, 1));
    Actors.get(again);
  }

  @Test
  void shouldMakeTheSetAgainWithItsInitialValues() {
    SemaphoreSetSpec spec =
        SemaphoreSetSpec.of(fixture.key(), 2, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600)
            .withInitial(4, 9);
    SetClient set = set(spec, actors.settings());
    Actors.get(set.semop(Sembuf.of(0, -4), Sembuf.of(1, -9)));
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    removeFromOutside(set);
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    assertEquals(List.of(4, 9), set.all());
  }

  @Test
  void shouldNoticeTheRemovalThoughNobodySleeps() {
    SetClient set = set(fixture.set(3), actors.settings());
    removeFromOutside(set);
    IpcException stale = Actors.failure(set.semop(0, -1));
    assertInstanceOf(IpcRemovedException.class, stale);
    assertEquals(Errno.EINVAL, ((IpcException) stale.getCause()).errno());
    assertEquals(3, set.value());
    removeFromOutside(set);
    assertEquals(Errno.EIDRM, Actors.errno(set.getVal(0)));
    assertEquals(3, set.value());
    removeFromOutside(set);
    assertEquals(Errno.EIDRM, Actors.errno(set.rmid()));
    assertEquals(3, set.value());
  }

  @Test
  void shouldLetRequestsWaitUntilTheOwnerHasMadeTheSetAgain() {
    SemaphoreSetSpec owners = fixture.set(1);
    int semid = fixture.namespace().semget(owners.key(), 1, owners.semflg());
    SetClient set = set(SemaphoreSetSpec.of(owners.key(), 1, 0), actors.impatient(-1));
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    fixture.namespace().semRmid(semid);
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    CompletableFuture<Granted> waits = set.semop(0, -1);
    CompletableFuture<Integer> ncnt =
        actors.ask(set.ref(), r -> new SemaphoreSetActor.GetNcnt(0, r));
    fixture.namespace().semget(owners.key(), 1, owners.semflg());
    assertEquals(1, Actors.get(ncnt));
    Actors.get(set.semop(0, 1));
    Actors.get(waits);
  }

  @Test
  void shouldStopWhenNobodyMakesTheSetAgain() {
    SemaphoreSetSpec owners = fixture.set(0);
    int semid = fixture.namespace().semget(owners.key(), 1, owners.semflg());
    SemaphoreSetSpec spec = SemaphoreSetSpec.of(owners.key(), 1, 0);
    TestProbe<Watcher.Ended> ended = actors.probe();
    SetClient set = watched(spec, actors.impatient(3), ended);
    assertEquals(0, set.value());
    fixture.namespace().semRmid(semid);
    CompletableFuture<Integer> stale = set.getVal(0);
    CompletableFuture<Integer> waits = set.getVal(0);
    assertEquals(Errno.EIDRM, Actors.errno(stale));
    assertEquals(Errno.ENOENT, Actors.errno(waits));
    IpcException cause = assertInstanceOf(IpcException.class, ended.receiveMessage().cause());
    assertEquals(Errno.ENOENT, cause.errno());
  }

  @Test
  void shouldCountTheTimeOfATimedOperationThatWaitsForTheSet() {
    SemaphoreSetSpec owners = fixture.set(0);
    int semid = fixture.namespace().semget(owners.key(), 1, owners.semflg());
    SetClient set = set(SemaphoreSetSpec.of(owners.key(), 1, 0), actors.impatient(-1));
    assertEquals(0, set.value());
    fixture.namespace().semRmid(semid);
    assertEquals(Errno.EIDRM, Actors.errno(set.getVal(0)));
    CompletableFuture<Granted> tooShort = set.semtimedop(0, -1, Duration.ofNanos(1));
    CompletableFuture<Granted> refused = set.semtimedop(0, -1, Duration.ofNanos(-1));
    CompletableFuture<Granted> longEnough = set.semtimedop(0, -1, Actors.GUARD);
    fixture.namespace().semget(owners.key(), 1, owners.semflg());
    assertEquals(Errno.EAGAIN, Actors.errno(tooShort));
    assertEquals(Errno.EINVAL, Actors.errno(refused));
    Actors.get(set.semop(0, 1));
    Actors.get(longEnough);
  }

  @Test
  void shouldStopIfToldSoAndWatchersLearnWhy() {
    TestProbe<Watcher.Ended> ended = actors.probe();
    IpcActorSettings settings = actors.settings().withOnRemoved(SupervisorStrategy.stop());
    SetClient set = watched(fixture.set(0), settings, ended);
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    removeFromOutside(set);
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    assertInstanceOf(IpcRemovedException.class, ended.receiveMessage().cause());
  }

  @Test
  void shouldStopWhenAPrivateSetIsRemoved() {
    TestProbe<Watcher.Ended> ended = actors.probe();
    SetClient set =
        watched(SemaphoreSetSpec.of(Ipc.IPC_PRIVATE, 1, 0600), actors.settings(), ended);
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    removeFromOutside(set);
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    assertInstanceOf(IpcRemovedException.class, ended.receiveMessage().cause());
  }

  @Test
  void shouldStopWhenItIsRemovedTooOften() {
    TestProbe<Watcher.Ended> ended = actors.probe();
    IpcActorSettings settings =
        actors
            .settings()
            .withOnRemoved(SupervisorStrategy.restart().withLimit(2, Duration.ofMinutes(1)));
    SetClient set = watched(fixture.set(0), settings, ended);
    for (int i = 0; i < 3; i++) {
      removeFromOutside(set);
      assertEquals(Errno.EIDRM, Actors.errno(set.semop(0, -1)));
    }
    assertInstanceOf(IpcRemovedException.class, ended.receiveMessage().cause());
  }

  @Test
  void shouldEndNormallyWhenRemovedByRequest() {
    TestProbe<Watcher.Ended> ended = actors.probe();
    SetClient set = watched(fixture.set(0), actors.settings(), ended);
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    Actors.get(set.rmid());
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    assertNull(ended.receiveMessage().cause());
  }

  @Test
  void shouldAnswerWhatIsLeftInTheMailboxWhenItStops() {
    IpcActorSettings settings = actors.settings().withOnRemoved(SupervisorStrategy.stop());
    SetClient set = set(fixture.set(0), settings);
    fixture.namespace().semRmid(set.stat().semid());
    TestProbe<StatusReply<Integer>> probe = actors.probe();
    int requests = 10_000;
    for (int i = 0; i < requests; i++) {
      set.ref().tell(new SemaphoreSetActor.GetVal(0, probe.ref()));
    }
    for (int i = 0; i < requests; i++) {
      Errno errno = ((IpcException) probe.receiveMessage().getError()).errno();
      assertEquals(i == 0 ? Errno.EIDRM : Errno.EINVAL, errno, "answer " + i);
    }
    probe.expectNoMessage(Duration.ofMillis(50));
  }

  private SetClient watched(
      SemaphoreSetSpec spec, IpcActorSettings settings, TestProbe<Watcher.Ended> ended) {
    TestProbe<ActorRef<Command>> spawned = actors.probe();
    Behavior<Command> set = SemaphoreSetActor.create(fixture.namespace(), spec, settings);
    actors.spawn(Watcher.of(set, spawned.ref(), ended.ref()));
    return new SetClient(actors, spawned.receiveMessage());
  }
}
