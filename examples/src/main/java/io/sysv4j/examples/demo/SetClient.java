package io.sysv4j.examples.demo;

import io.sysv4j.Sembuf;
import io.sysv4j.actors.Granted;
import io.sysv4j.actors.IpcNamespaceActor;
import io.sysv4j.actors.SemaphoreSetActor;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.pattern.StatusReply;

/**
 * Asks a set's actor on behalf of another actor, to which every answer comes as a message of its
 * own kind. The asking actor's alone.
 */
final class SetClient<M> {
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final ActorContext<M> context;
  private final Function<Throwable, M> failed;
  private ActorRef<SemaphoreSetActor.Command> set;

  /**
   * A client that has no set yet.
   *
   * @param failed makes the message for a request that failed
   */
  SetClient(ActorContext<M> context, Function<Throwable, M> failed) {
    this.context = context;
    this.failed = failed;
  }

  /** Finds the actor of a set; all other requests come after the answer. */
  @SuppressWarnings("unchecked")
  void find(ActorRef<IpcNamespaceActor.Command> namespace, int semid, M then) {
    context.askWithStatus(
        (Class<ActorRef<SemaphoreSetActor.Command>>) (Class<?>) ActorRef.class,
        namespace,
        NO_LIMIT,
        replyTo -> new IpcNamespaceActor.SemById(semid, replyTo),
        (found, failure) -> {
          set = found;
          return failure == null ? then : failed.apply(failure);
        });
  }

  /** Asks for an operation. The answer comes when it could be done, maybe much later. */
  void semop(Sembuf sop, M then) {
    ask(Granted.class, replyTo -> new SemaphoreSetActor.Semop(sop, replyTo), granted -> then);
  }

  /** GETVAL. */
  void getVal(int sem, Function<Integer, M> then) {
    ask(Integer.class, replyTo -> new SemaphoreSetActor.GetVal(sem, replyTo), then);
  }

  /** GETNCNT. */
  void getNcnt(int sem, Function<Integer, M> then) {
    ask(Integer.class, replyTo -> new SemaphoreSetActor.GetNcnt(sem, replyTo), then);
  }

  /** IPC_RMID. */
  void rmid(M then) {
    ask(Done.class, SemaphoreSetActor.Rmid::new, done -> then);
  }

  private <T> void ask(
      Class<T> type,
      Function<ActorRef<StatusReply<T>>, SemaphoreSetActor.Command> request,
      Function<T, M> then) {
    context.askWithStatus(
        type,
        set,
        NO_LIMIT,
        request::apply,
        (answer, failure) -> failure == null ? then.apply(answer) : failed.apply(failure));
  }
}
