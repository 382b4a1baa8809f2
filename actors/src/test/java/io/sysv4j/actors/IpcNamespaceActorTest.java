package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import io.sysv4j.actors.IpcNamespaceActor.Command;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets and segments from a namespace actor. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class IpcNamespaceActorTest {
  private static Actors actors;

  private final Fixture fixture;
  private final ActorRef<Command> namespace;

  IpcNamespaceActorTest(String scheme) {
    fixture = Fixture.of(scheme);
    namespace = actors.spawn(IpcNamespaceActor.create(fixture.namespace()));
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

  private CompletableFuture<ActorRef<SemaphoreSetActor.Command>> semget(SemaphoreSetSpec spec) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.Semget(spec, r));
  }

  private CompletableFuture<ActorRef<SemaphoreSetActor.Command>> semget(int key, int n, int flags) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.Semget(key, n, flags, r));
  }

  private CompletableFuture<ActorRef<SemaphoreSetActor.Command>> semById(int semid) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.SemById(semid, r));
  }

  private CompletableFuture<Integer> shmget(int key, long size, int shmflg) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.Shmget(key, size, shmflg, r));
  }

  private CompletableFuture<SharedMemory> shmat(int shmid, int shmflg) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.Shmat(shmid, shmflg, r));
  }

  private CompletableFuture<ShmidDs> shmStat(int shmid) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.ShmStat(shmid, r));
  }

  private CompletableFuture<Done> shmRmid(int shmid) {
    return actors.ask(namespace, r -> new IpcNamespaceActor.ShmRmid(shmid, r));
  }

  @Test
  void shouldAnswerWithOneActorForAKey() {
    SemaphoreSetSpec spec = fixture.set(3);
    ActorRef<SemaphoreSetActor.Command> set = Actors.get(semget(spec));
    assertEquals(3, new SetClient(actors, set).value());
    assertEquals(set, Actors.get(semget(spec.key(), 0, 0)));
    assertEquals(set, Actors.get(semById(fixture.semid(spec.key()))));
    assertNotEquals(set, Actors.get(semget(fixture.set(0))));
  }

  @Test
  void shouldAnswerWithTheSameActorAfterTheSetWasRemovedAndMadeAgain() {
    SemaphoreSetSpec spec = fixture.set(3);
    ActorRef<SemaphoreSetActor.Command> set = Actors.get(semget(spec));
    fixture.namespace().semRmid(fixture.semid(spec.key()));
    assertEquals(set, Actors.get(semget(spec)));
    SetClient client = new SetClient(actors, set);
    assertEquals(Errno.EIDRM, Actors.errno(client.getVal(0)));
    assertEquals(3, client.value());
  }

  @Test
  void shouldFindPrivateSetsByTheirIdentifier() {
    ActorRef<SemaphoreSetActor.Command> one = Actors.get(semget(Ipc.IPC_PRIVATE, 1, 0600));
    ActorRef<SemaphoreSetActor.Command> two = Actors.get(semget(Ipc.IPC_PRIVATE, 1, 0600));
    assertNotEquals(one, two);
    SetClient client = new SetClient(actors, one);
    assertEquals(one, Actors.get(semById(client.stat().semid())));
    int semid = client.stat().semid();
    Actors.get(client.rmid());
    assertEquals(Errno.EINVAL, Actors.errno(semById(semid)));
    Actors.get(new SetClient(actors, two).rmid());
  }

  @Test
  void shouldMakeANewActorAfterASetWasRemovedByRequest() {
    SemaphoreSetSpec spec = fixture.set(3);
    ActorRef<SemaphoreSetActor.Command> set = Actors.get(semget(spec));
    Actors.get(new SetClient(actors, set).rmid());
    actors.probe().expectTerminated(set, Actors.GUARD);
    Actors.eventually("the dead one is forgotten", () -> !Actors.get(semget(spec)).equals(set));
    assertEquals(3, new SetClient(actors, Actors.get(semget(spec))).value());
  }

  @Test
  void shouldAnswerRefusalsOfSemget() {
    SemaphoreSetSpec spec = fixture.set(3);
    Actors.get(semget(spec));
    assertEquals(
        Errno.EEXIST, Actors.errno(semget(spec.key(), 1, Ipc.IPC_CREAT | Ipc.IPC_EXCL | 0600)));
    assertEquals(Errno.EINVAL, Actors.errno(semget(spec.key(), 2, 0)));
    assertEquals(Errno.ENOENT, Actors.errno(semget(fixture.key(), 1, 0600)));
    assertEquals(Errno.EINVAL, Actors.errno(semget(fixture.key(), 0, Ipc.IPC_CREAT | 0600)));
    assertEquals(Errno.EINVAL, Actors.errno(semById(-1)));
  }

  @Test
  void shouldServeSharedMemory() {
    int key = fixture.key();
    int shmid = Actors.get(shmget(key, 100, Ipc.IPC_CREAT | 0600));
    assertEquals(shmid, Actors.get(shmget(key, 0, 0)));
    SharedMemory memory = Actors.get(shmat(shmid, 0));
    memory.buffer().put(99, (byte) 42);
    SharedMemory again = Actors.get(shmat(shmid, Ipc.SHM_RDONLY));
    assertEquals(42, again.buffer().get(99));
    ShmidDs stat = Actors.get(shmStat(shmid));
    assertEquals(100, stat.shmSegsz());
    assertEquals(2, stat.shmNattch());
    CompletableFuture<Done> set =
        actors.ask(
            namespace, r -> new IpcNamespaceActor.ShmSet(shmid, stat.perm().withMode(0640), r));
    Actors.get(set);
    assertEquals(0640, Actors.get(shmStat(shmid)).perm().mode());
    memory.close();
    again.close();
    Actors.get(shmRmid(shmid));
    assertEquals(Errno.EINVAL, Actors.errno(shmStat(shmid)));
    assertEquals(Errno.EINVAL, Actors.errno(shmRmid(shmid)));
    assertEquals(Errno.EINVAL, Actors.errno(shmat(shmid, 0)));
    assertEquals(Errno.EINVAL, Actors.errno(shmget(fixture.key(), 0, Ipc.IPC_CREAT | 0600)));
  }

  @Test
  void shouldDetachWhatReachesNobody() {
    int shmid = Actors.get(shmget(fixture.key(), 100, Ipc.IPC_CREAT | 0600));
    Tampered tampered = new Tampered(fixture.namespace());
    ActorRef<Command> other = actors.spawn(IpcNamespaceActor.create(tampered.namespace()));
    for (int i = 0; i < 20; i++) {
      other.tell(new IpcNamespaceActor.Shmat(shmid, 0, actors.kit().system().deadLetters()));
    }
    Actors.eventually(
        "attached and detached",
        () -> tampered.returned("shmat") == 20 && Actors.get(shmStat(shmid)).shmNattch() == 0);
  }

  @Test
  void shouldDetachWhatComesTooLateForItsRequester() {
    int shmid = Actors.get(shmget(fixture.key(), 100, Ipc.IPC_CREAT | 0600));
    Tampered tampered = new Tampered(fixture.namespace());
    ActorRef<Command> other = actors.spawn(IpcNamespaceActor.create(tampered.namespace()));
    TestProbe<StatusReply<SharedMemory>> requester = actors.probe();
    tampered.hold("shmat");
    other.tell(new IpcNamespaceActor.Shmat(shmid, 0, requester.ref()));
    Actors.eventually("it is being attached", () -> tampered.count("shmat") == 1);
    requester.stop();
    tampered.release("shmat");
    Actors.eventually(
        "attached and detached",
        () -> tampered.returned("shmat") == 1 && Actors.get(shmStat(shmid)).shmNattch() == 0);
  }

  @Test
  void shouldOpenItsNamespaceAndCloseIt() {
    ActorRef<Command> own = actors.spawn(IpcNamespaceActor.open(fixture.uri()));
    CompletableFuture<ActorRef<SemaphoreSetActor.Command>> set =
        actors.ask(own, r -> new IpcNamespaceActor.Semget(fixture.set(7), r));
    SetClient client = new SetClient(actors, Actors.get(set));
    assertEquals(7, client.value());
    CompletableFuture<Granted> sleeper = client.semop(0, -8);
    assertEquals(1, client.ncnt());
    actors.kit().stop(own);
    assertEquals(Errno.EINTR, Actors.errno(sleeper));
  }

  @Test
  void shouldFailWhenTheNamespaceCannotBeOpened() {
    ActorRef<Command> own = actors.spawn(IpcNamespaceActor.open("nosuch:/thing"));
    TestProbe<StatusReply<Integer>> probe = actors.probe();
    own.tell(new IpcNamespaceActor.Shmget(1, 1, 0, probe.ref()));
    Throwable answer = probe.receiveMessage().getError();
    assertTrue(
        answer instanceof IllegalArgumentException || answer instanceof IpcException,
        () -> "" + answer);
    probe.expectTerminated(own, Actors.GUARD);
  }

  @Test
  void shouldAnswerAllWhenItIsStopped() {
    Tampered tampered = new Tampered(fixture.namespace());
    tampered.fail("semget", Errno.ENOSPC);
    tampered.hold("shmget");
    ActorRef<Command> other = actors.spawn(IpcNamespaceActor.create(tampered.namespace()));
    int key = fixture.key();
    CompletableFuture<ActorRef<SemaphoreSetActor.Command>> pausing =
        actors.ask(other, r -> new IpcNamespaceActor.Semget(fixture.set(0), r));
    CompletableFuture<Integer> calling =
        actors.ask(other, r -> new IpcNamespaceActor.Shmget(key, 1, Ipc.IPC_CREAT | 0600, r));
    Actors.eventually(
        "one pauses, one is in its call",
        () -> tampered.count("semget") > 0 && tampered.count("shmget") == 1);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> actors.kit().stop(other, Actors.GUARD));
    tampered.release("shmget");
    Actors.get(stopped);
    assertEquals(Errno.EINTR, Actors.errno(pausing));
    int shmid = Actors.get(calling);
    assertEquals(fixture.namespace().shmget(key, 0, 0), shmid);

    TestProbe<StatusReply<Integer>> probe = actors.probe();
    other.tell(new IpcNamespaceActor.Shmget(key, 1, 0, probe.ref()));
    IpcException late = assertInstanceOf(IpcException.class, probe.receiveMessage().getError());
    assertEquals(Errno.EINVAL, late.errno());
  }
}
