package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls as messages, and sleepers that hold nobody up. */
@ParameterizedClass
@MethodSource("io.sysv4j.actors.Fixture#schemes")
class SemaphoreSetActorTest {
  private static Actors actors;

  private final Fixture fixture;

  SemaphoreSetActorTest(String scheme) {
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

  private SetClient set(int value) {
    return set(fixture.set(value));
  }

  private SetClient set(SemaphoreSetSpec spec) {
    return new SetClient(actors, actors.spawn(SemaphoreSetActor.create(fixture.namespace(), spec)));
  }

  @Test
  void shouldAnswerOperationsWithWhatWasDone() {
    SemaphoreSetSpec spec =
        SemaphoreSetSpec.of(fixture.key(), 3, Ipc.IPC_CREAT | 0600).withInitial(3, 0, 7);
    SetClient set = set(spec);
    assertEquals(List.of(3, 0, 7), set.all());

    Granted granted = Actors.get(set.semop(Sembuf.of(0, -2), Sembuf.of(1, 0), Sembuf.of(1, 1)));
    assertEquals(List.of(1, 1, 7), set.all());
    assertEquals(List.of(Sembuf.of(0, -2), Sembuf.of(1, 0), Sembuf.of(1, 1)), granted.sops());
    assertEquals(List.of(Sembuf.of(1, -1), Sembuf.of(0, 2)), granted.opposite());
    assertEquals(fixture.semid(spec.key()), granted.semid());

    Actors.get(set.semtimedop(2, -7, Duration.ofSeconds(1)));
    assertEquals(List.of(1, 1, 0), set.all());
    assertEquals(ProcessHandle.current().pid(), set.pid(2));
  }

  @Test
  void shouldAnswerCommandsWithTheirValue() {
    SetClient set =
        set(SemaphoreSetSpec.of(fixture.key(), 3, Ipc.IPC_CREAT | 0600).withInitial(3, 0, 7));
    Actors.get(set.setVal(1, 5));
    assertEquals(5, Actors.get(set.getVal(1)));
    Actors.get(set.setAll(4, 5, 6));
    assertEquals(List.of(4, 5, 6), set.all());
    assertEquals(0, set.ncnt());
    assertEquals(0, set.zcnt());
    IpcPerm perm = set.stat().perm();
    Actors.get(set.set(perm.withMode(0640)));
    assertEquals(0640, set.stat().perm().mode());
    assertEquals(fixture.semid(perm.key()), set.stat().semid());
    assertEquals(3, set.stat().semNsems());
  }

  @Test
  void shouldAnswerRefusalsWithTheirErrnoAndCarryOn() {
    SetClient set = set(1);
    int tooMany = fixture.namespace().limits().semopm() + 1;
    assertEquals(Errno.EAGAIN, Actors.errno(set.semop(new Sembuf(0, -2, Ipc.IPC_NOWAIT))));
    assertEquals(Errno.EINVAL, Actors.errno(set.semop()));
    assertEquals(
        Errno.E2BIG,
        Actors.errno(
            set.semop(Collections.nCopies(tooMany, Sembuf.of(0, 0)).toArray(Sembuf[]::new))));
    assertEquals(Errno.EFBIG, Actors.errno(set.semop(9, 1)));
    assertEquals(Errno.ERANGE, Actors.errno(set.semop(0, 32767)));
    assertEquals(Errno.EINVAL, Actors.errno(set.semtimedop(0, 1, Duration.ofSeconds(-1))));
    assertEquals(Errno.ERANGE, Actors.errno(set.setVal(0, 32768)));
    assertEquals(Errno.EINVAL, Actors.errno(set.getVal(1)));
    assertEquals(Errno.EFAULT, Actors.errno(set.setAll()));
    assertEquals(Errno.EINVAL, Actors.errno(set.set(new IpcPerm(0, -1, 0, 0, 0, 0, 0))));
    assertEquals(1, set.value());
  }

  @Test
  void shouldServeOthersWhileSomeSleep() {
    SetClient set = set(0);
    CompletableFuture<Granted> sleeper = set.semop(0, -2);
    CompletableFuture<Granted> timed = set.semtimedop(0, -3, Actors.GUARD);
    assertEquals(2, set.ncnt());
    assertFalse(sleeper.isDone());
    Actors.get(set.semop(0, 2));
    Actors.get(sleeper);
    assertFalse(timed.isDone());
    Actors.get(set.setVal(0, 4));
    Actors.get(timed);
    assertEquals(1, set.value());
    CompletableFuture<Granted> forZero = set.semop(0, 0);
    assertEquals(1, set.zcnt());
    Actors.get(set.semop(0, -1));
    Actors.get(forZero);
  }

  @Test
  void shouldAnswerEagainWhenTheTimeIsOver() {
    SetClient set = set(0);
    assertEquals(Errno.EAGAIN, Actors.errno(set.semtimedop(0, -1, Duration.ofMillis(30))));
    assertEquals(Errno.EAGAIN, Actors.errno(set.semtimedop(0, -1, Duration.ZERO)));
    assertEquals(0, set.ncnt());
  }

  @Test
  void shouldHoldNoThreadForThousandsOfSleepers() {
    boolean threadEach = fixture.isKernel();
    int sleepers = threadEach ? 500 : 5_000;
    SetClient set = set(0);
    assertEquals(0, set.value());
    int threadsBefore = Thread.getAllStackTraces().size();
    List<CompletableFuture<Granted>> answers = new ArrayList<>();
    for (int i = 0; i < sleepers; i++) {
      answers.add(set.semop(0, -1));
    }
    assertEquals(sleepers, set.ncnt());
    int threads = Thread.getAllStackTraces().size();
    int allowed = 40 + (threadEach ? sleepers : 0);
    assertTrue(threads <= threadsBefore + allowed, "threads: " + threadsBefore + ", " + threads);
    Actors.get(set.setVal(0, sleepers + 1));
    answers.forEach(Actors::get);
    assertEquals(1, set.value());
  }

  @Test
  void shouldRemoveOnRequestAndStop() {
    SemaphoreSetSpec spec = fixture.set(0);
    SetClient set = set(spec);
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    Actors.get(set.rmid());
    assertEquals(Errno.EIDRM, Actors.errno(sleeper));
    actors.probe().expectTerminated(set.ref(), Actors.GUARD);
    IpcException gone = assertThrows(IpcException.class, () -> fixture.semid(spec.key()));
    assertEquals(Errno.ENOENT, gone.errno());
  }

  @Test
  void shouldInterruptSleepersWhenTheActorIsStopped() {
    SemaphoreSetSpec spec = fixture.set(0);
    SetClient set = set(spec);
    CompletableFuture<Granted> sleeper = set.semop(0, -1);
    assertEquals(1, set.ncnt());
    actors.kit().stop(set.ref());
    assertEquals(Errno.EINTR, Actors.errno(sleeper));
    assertEquals(0, fixture.namespace().getNcnt(fixture.semid(spec.key()), 0));
  }

  @Test
  void shouldAnswerRequestsThatComeTooLate() {
    SetClient set = set(0);
    actors.kit().stop(set.ref());
    TestProbe<StatusReply<Integer>> probe = actors.probe();
    set.ref().tell(new SemaphoreSetActor.GetVal(0, probe.ref()));
    IpcException late = assertInstanceOf(IpcException.class, probe.receiveMessage().getError());
    assertEquals(Errno.EINVAL, late.errno());
    assertTrue(late.getMessage().contains(set.ref().path().toString()), late.getMessage());
  }

  @Test
  void shouldSetInitialValuesOnlyOfASetThatItMakes() {
    SemaphoreSetSpec spec = fixture.set(6);
    assertEquals(6, set(spec).value());
    assertEquals(6, set(spec.withInitial(1)).value());
  }

  @Test
  void shouldFailWithTheErrorOfSemget() {
    SetClient set = set(SemaphoreSetSpec.of(fixture.key(), 1, 0600));
    TestProbe<StatusReply<Integer>> probe = actors.probe();
    set.ref().tell(new SemaphoreSetActor.GetVal(0, probe.ref()));
    assertInstanceOf(IpcException.class, probe.receiveMessage().getError());
    probe.expectTerminated(set.ref(), Actors.GUARD);
  }

  @Test
  void shouldMakeANewSetForIpcPrivate() {
    SemaphoreSetSpec spec = SemaphoreSetSpec.of(Ipc.IPC_PRIVATE, 1, 0600).withInitial(2);
    SetClient first = set(spec);
    SetClient second = set(spec);
    assertNotEquals(first.stat().semid(), second.stat().semid());
    assertEquals(2, second.value());
    Actors.get(first.rmid());
    Actors.get(second.rmid());
  }
}
