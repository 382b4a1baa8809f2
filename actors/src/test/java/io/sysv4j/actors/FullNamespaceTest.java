package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNoSpaceException;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ENOSPC for real: a namespace of mapped files that has room for two sets and one segment. */
class FullNamespaceTest {
  private Actors actors;
  private Fixture fixture;
  private Tampered counted;
  private SetClient first;

  @BeforeEach
  void fill() {
    actors = new Actors();
    fixture = Fixture.limited("&semmni=2&shmmni=1");
    counted = new Tampered(fixture.namespace());
    first =
        new SetClient(
            actors, actors.spawn(SemaphoreSetActor.create(fixture.namespace(), fixture.set(1))));
    fixture.namespace().semget(fixture.key(), 1, Ipc.IPC_CREAT | 0600);
    assertEquals(1, first.value());
  }

  @AfterEach
  void close() {
    try {
      actors.close();
    } finally {
      fixture.close();
    }
  }

  @Test
  void shouldGetTheSetWhenSpaceReturns() {
    SetClient third =
        new SetClient(
            actors,
            actors.spawn(
                SemaphoreSetActor.create(
                    counted.namespace(), fixture.set(5), actors.impatient(-1))));
    CompletableFuture<Integer> value = third.getVal(0);
    Actors.eventually("it is tried again", () -> counted.count("semget") > 3);
    assertTrue(!value.isDone());
    Actors.get(first.rmid());
    assertEquals(5, Actors.get(value));
  }

  @Test
  void shouldAnswerSemgetWhenSpaceReturns() {
    ActorRef<IpcNamespaceActor.Command> namespace =
        actors.spawn(IpcNamespaceActor.create(counted.namespace(), actors.impatient(-1)));
    CompletableFuture<ActorRef<Command>> set =
        actors.ask(namespace, r -> new IpcNamespaceActor.Semget(fixture.set(5), r));
    Actors.eventually("it is tried again", () -> counted.count("semget") > 3);
    assertTrue(!set.isDone());
    Actors.get(first.rmid());
    assertEquals(5, new SetClient(actors, Actors.get(set)).value());
  }

  @Test
  void shouldAnswerShmgetWhenSpaceReturnsAndSayWhyWhenItDoesNot() {
    int shmid = fixture.namespace().shmget(fixture.key(), 10, Ipc.IPC_CREAT | 0600);
    ActorRef<IpcNamespaceActor.Command> patient =
        actors.spawn(IpcNamespaceActor.create(counted.namespace(), actors.impatient(-1)));
    ActorRef<IpcNamespaceActor.Command> impatient =
        actors.spawn(IpcNamespaceActor.create(fixture.namespace(), actors.impatient(1)));
    CompletableFuture<Integer> served = shmget(patient);
    IpcNoSpaceException full =
        assertInstanceOf(IpcNoSpaceException.class, Actors.failure(shmget(impatient)));
    assertTrue(full.getMessage().contains("SHMMNI"), full.getMessage());
    Actors.eventually("it is tried again", () -> counted.count("shmget") > 3);
    fixture.namespace().shmRmid(shmid);
    assertEquals(10, fixture.namespace().shmStat(Actors.get(served)).shmSegsz());
  }

  private CompletableFuture<Integer> shmget(ActorRef<IpcNamespaceActor.Command> namespace) {
    int key = fixture.key();
    return actors.ask(
        namespace, r -> new IpcNamespaceActor.Shmget(key, 10, Ipc.IPC_CREAT | 0600, r));
  }
}
