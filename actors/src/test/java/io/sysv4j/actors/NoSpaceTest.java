package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcNoSpaceException;
import io.sysv4j.Sembuf;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** ENOSPC: the namespace is full. The shortage itself is feigned, so that every provider has it. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class NoSpaceTest {
  private static Actors actors;

  private final Fixture fixture;
  private final Tampered tampered;

  NoSpaceTest(String scheme) {
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

  private SetClient set(SemaphoreSetSpec spec, IpcActorSettings settings) {
    return new SetClient(
        actors, actors.spawn(SemaphoreSetActor.create(tampered.namespace(), spec, settings)));
  }

  @Test
  void shouldServeWaitingRequestsInOrderWhenSpaceReturns() {
    tampered.fail("semget", Errno.ENOSPC);
    SetClient set = set(fixture.set(2), actors.impatient(-1));
    CompletableFuture<Granted> first = set.semop(0, -2);
    CompletableFuture<Integer> second = set.getVal(0);
    CompletableFuture<Granted> third = set.semop(0, -1);
    Actors.eventually("it is tried again", () -> tampered.count("semget") > 3);
    assertFalse(first.isDone() || second.isDone() || third.isDone());
    tampered.heal("semget");
    Actors.get(first);
    assertEquals(0, Actors.get(second));
    Actors.get(set.semop(0, 1));
    Actors.get(third);
  }

  @Test
  void shouldAnswerAllAndStopWhenSpaceNeverReturns() {
    tampered.fail("semget", Errno.ENOSPC);
    tampered.hold("semget");
    TestProbe<ActorRef<Command>> spawned = actors.probe();
    TestProbe<Watcher.Ended> ended = actors.probe();
    actors.spawn(
        Watcher.of(
            SemaphoreSetActor.create(tampered.namespace(), fixture.set(0), actors.impatient(3)),
            spawned.ref(),
            ended.ref()));
    SetClient set = new SetClient(actors, spawned.receiveMessage());
    List<CompletableFuture<Granted>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(set.semop(0, -1));
    }
    tampered.release("semget");
    for (CompletableFuture<Granted> request : waiting) {
      assertInstanceOf(IpcNoSpaceException.class, Actors.failure(request));
    }
    assertInstanceOf(IpcNoSpaceException.class, ended.receiveMessage().cause());
    assertEquals(4, tampered.count("semget"), "one try and three more");
  }

  @Test
  void shouldAnswerRequestsBeyondThoseThatMayWait() {
    tampered.fail("semget", Errno.ENOSPC);
    SetClient set = set(fixture.set(0), actors.impatient(-1).withMaxWaiting(2));
    CompletableFuture<Integer> first = set.getVal(0);
    CompletableFuture<Integer> second = set.getVal(0);
    assertEquals(Errno.EAGAIN, Actors.errno(set.getVal(0)));
    assertEquals(Errno.EAGAIN, Actors.errno(set.getVal(0)));
    tampered.heal("semget");
    assertEquals(0, Actors.get(first));
    assertEquals(0, Actors.get(second));
    assertEquals(0, set.value());
  }

  @Test
  void shouldForgetWaitingRequestsWhoseRequesterIsGone() {
    tampered.fail("semget", Errno.ENOSPC);
    SetClient set = set(fixture.set(1), actors.impatient(-1).withMaxWaiting(1));
    TestProbe<StatusReply<Granted>> requester = actors.probe();
    set.ref().tell(new SemaphoreSetActor.Semop(Sembuf.of(0, -1), requester.ref()));
    assertEquals(Errno.EAGAIN, Actors.errno(set.getVal(0)));
    requester.stop();
    AtomicReference<CompletableFuture<Integer>> next = new AtomicReference<>();
    Actors.eventually(
        "its place is free",
        () -> {
          next.set(set.getVal(0));
          return isKept(next.get());
        });
    tampered.heal("semget");
    assertEquals(1, Actors.get(next.get()));
    assertEquals(0, tampered.count("trySemop"), "nothing to give back");
  }

  /** Whether a request waits, rather than being answered with EAGAIN. */
  private static boolean isKept(CompletableFuture<Integer> request) {
    CompletableFuture<Integer> soon =
        request.copy().completeOnTimeout(null, 50, TimeUnit.MILLISECONDS);
    return !soon.handle((value, failure) -> failure != null).join();
  }

  @Test
  void shouldAnswerWaitingRequestsWhenTheActorIsStopped() {
    tampered.fail("semget", Errno.ENOSPC);
    tampered.hold("semget");
    SetClient set = set(fixture.set(0), actors.impatient(-1));
    CompletableFuture<Integer> waiting = set.getVal(0);
    Actors.eventually("it is being got", () -> tampered.count("semget") == 1);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> actors.kit().stop(set.ref(), Actors.GUARD));
    tampered.release("semget");
    Actors.get(stopped);
    Errno errno = Actors.errno(waiting); // EINVAL if it was still in the mailbox
    assertTrue(errno == Errno.EINTR || errno == Errno.EINVAL, "" + errno);
    Actors.eventually("it is tried no more", this::isQuiet);
  }

  @Test
  void shouldGiveUpAtOnceIfToldSo() {
    tampered.fail("semget", Errno.ENOSPC);
    tampered.hold("semget");
    IpcActorSettings settings = actors.settings().withOnNoSpace(SupervisorStrategy.stop());
    SetClient set = set(fixture.set(0), settings);
    CompletableFuture<Integer> answer = set.getVal(0);
    tampered.release("semget");
    assertInstanceOf(IpcNoSpaceException.class, Actors.failure(answer));
    actors.probe().expectTerminated(set.ref(), Actors.GUARD);
    assertEquals(1, tampered.count("semget"));
  }

  @Test
  void shouldRetryWithoutDelayingOthersInTheNamespaceActor() {
    tampered.fail("shmget", Errno.ENOSPC);
    ActorRef<IpcNamespaceActor.Command> namespace =
        actors.spawn(IpcNamespaceActor.create(tampered.namespace(), actors.impatient(-1)));
    int key = fixture.key();
    CompletableFuture<Integer> segment =
        actors.ask(namespace, r -> new IpcNamespaceActor.Shmget(key, 100, Ipc.IPC_CREAT | 0600, r));
    CompletableFuture<ActorRef<Command>> set =
        actors.ask(namespace, r -> new IpcNamespaceActor.Semget(fixture.set(1), r));
    assertEquals(1, new SetClient(actors, Actors.get(set)).value());
    Actors.eventually("it is tried again", () -> tampered.count("shmget") > 2);
    assertFalse(segment.isDone());
    tampered.heal("shmget");
    int shmid = Actors.get(segment);
    assertEquals(fixture.namespace().shmget(key, 0, 0), shmid);
  }

  @Test
  void shouldAnswerWithEnospcWhenTheNamespaceStaysFull() {
    tampered.fail("semget", Errno.ENOSPC);
    ActorRef<IpcNamespaceActor.Command> namespace =
        actors.spawn(IpcNamespaceActor.create(tampered.namespace(), actors.impatient(2)));
    CompletableFuture<ActorRef<Command>> set =
        actors.ask(namespace, r -> new IpcNamespaceActor.Semget(fixture.set(1), r));
    assertInstanceOf(IpcNoSpaceException.class, Actors.failure(set));
    assertEquals(3, tampered.count("semget"));
    tampered.heal("semget");
    set = actors.ask(namespace, r -> new IpcNamespaceActor.Semget(fixture.set(1), r));
    assertEquals(1, new SetClient(actors, Actors.get(set)).value());
  }

  @Test
  void shouldNotRetryForARequesterThatIsGone() {
    tampered.fail("semget", Errno.ENOSPC);
    ActorRef<IpcNamespaceActor.Command> namespace =
        actors.spawn(IpcNamespaceActor.create(tampered.namespace(), actors.impatient(-1)));
    TestProbe<StatusReply<ActorRef<Command>>> requester = actors.probe();
    SemaphoreSetSpec spec = fixture.set(1);
    namespace.tell(new IpcNamespaceActor.Semget(spec, requester.ref()));
    Actors.eventually("it is tried again", () -> tampered.count("semget") > 1);
    requester.stop();
    Actors.eventually("it is tried no more", this::isQuiet);
  }

  private boolean isQuiet() {
    int before = tampered.count("semget");
    actors.probe().expectNoMessage(Duration.ofMillis(300)); // six of the longest pauses
    return tampered.count("semget") == before;
  }
}
