package io.sysv4j.actors;

import io.sysv4j.IpcPerm;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** Asks a set actor, in the words of the tests. */
record SetClient(Actors actors, ActorRef<Command> ref) {
  CompletableFuture<Granted> semop(Sembuf... sops) {
    return actors.ask(ref, r -> new SemaphoreSetActor.Semop(List.of(sops), r));
  }

  CompletableFuture<Granted> semop(int semNum, int semOp) {
    return actors.ask(ref, r -> new SemaphoreSetActor.Semop(Sembuf.of(semNum, semOp), r));
  }

  CompletableFuture<Granted> semtimedop(int semNum, int semOp, Duration timeout) {
    return actors.ask(
        ref, r -> new SemaphoreSetActor.Semtimedop(Sembuf.of(semNum, semOp), timeout, r));
  }

  CompletableFuture<Integer> getVal(int semnum) {
    return actors.ask(ref, r -> new SemaphoreSetActor.GetVal(semnum, r));
  }

  CompletableFuture<Done> setVal(int semnum, int val) {
    return actors.ask(ref, r -> new SemaphoreSetActor.SetVal(semnum, val, r));
  }

  CompletableFuture<Done> setAll(Integer... vals) {
    return actors.ask(ref, r -> new SemaphoreSetActor.SetAll(List.of(vals), r));
  }

  CompletableFuture<Done> set(IpcPerm perm) {
    return actors.ask(ref, r -> new SemaphoreSetActor.Set(perm, r));
  }

  CompletableFuture<Done> rmid() {
    return actors.ask(ref, SemaphoreSetActor.Rmid::new);
  }

  int value() {
    return Actors.get(getVal(0));
  }

  int ncnt() {
    CompletableFuture<Integer> answer = actors.ask(ref, r -> new SemaphoreSetActor.GetNcnt(0, r));
    return Actors.get(answer);
  }

  int zcnt() {
    CompletableFuture<Integer> answer = actors.ask(ref, r -> new SemaphoreSetActor.GetZcnt(0, r));
    return Actors.get(answer);
  }

  int pid(int semnum) {
    CompletableFuture<Integer> answer =
        actors.ask(ref, r -> new SemaphoreSetActor.GetPid(semnum, r));
    return Actors.get(answer);
  }

  List<Integer> all() {
    CompletableFuture<List<Integer>> answer = actors.ask(ref, SemaphoreSetActor.GetAll::new);
    return Actors.get(answer);
  }

  SemidDs stat() {
    CompletableFuture<SemidDs> answer = actors.ask(ref, SemaphoreSetActor.Stat::new);
    return Actors.get(answer);
  }
}
