package io.sysv4j.actors;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.SemidDs;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * One semaphore set as an actor: the calls on it are messages. Every request gets exactly one
 * answer: the value, or the {@link io.sysv4j.IpcException} with its errno.
 *
 * <p><b>Sleeping.</b> A {@link Semop} that can't proceed sleeps without a thread, and without
 * holding up the others. When its requester stops (an ask does when it times out), the sleeper is
 * withdrawn; if it was granted in that very moment, the grant is given back. A requester that only
 * wants to tell, not to hear, passes {@code system.ignoreRef()}, which never stops.
 *
 * <p><b>Removal.</b> When the set is removed under the actor, all who sleep get EIDRM, and {@link
 * IpcRemovedException} goes to supervision. {@link IpcActorSettings#onRemoved} says what follows:
 * the actor restarts and gets the set again by its key, or it stops and its watchers learn why.
 * Requests that come while the set is being got wait for it. {@link Rmid} is a removal on purpose:
 * the actor stops normally.
 *
 * <p><b>No space.</b> While semget answers ENOSPC it is made again after growing pauses ({@link
 * IpcActorSettings#onNoSpace}); when that strategy gives up, all who wait get the failure, and it
 * stops the actor, as any other error of semget does at once.
 */
public final class SemaphoreSetActor {
  private SemaphoreSetActor() {}

  /** What this actor understands. */
  public sealed interface Command {}

  /** Does an array of operations, all or none; the answer comes when it could. */
  public record Semop(List<Sembuf> sops, ActorRef<StatusReply<Granted>> replyTo)
      implements Command, Request<Granted> {
    /** Copies the operations. */
    public Semop {
      sops = List.copyOf(sops);
    }

    /** A single operation. */
    public Semop(Sembuf sop, ActorRef<StatusReply<Granted>> replyTo) {
      this(List.of(sop), replyTo);
    }

    @Override
    public boolean outlivesRequester() {
      return sops.stream().allMatch(sop -> sop.semOp() > 0);
    }
  }

  /**
   * As {@link Semop}, sleeping no longer than the time-out: then EAGAIN. A time-out a little below
   * that of the ask lets the requester know what became of it.
   */
  public record Semtimedop(
      List<Sembuf> sops, Duration timeout, ActorRef<StatusReply<Granted>> replyTo)
      implements Command, Request<Granted> {
    /** Copies the operations. */
    public Semtimedop {
      sops = List.copyOf(sops);
      Objects.requireNonNull(timeout, "timeout");
    }

    /** A single operation. */
    public Semtimedop(Sembuf sop, Duration timeout, ActorRef<StatusReply<Granted>> replyTo) {
      this(List.of(sop), timeout, replyTo);
    }

    @Override
    public boolean outlivesRequester() {
      return sops.stream().allMatch(sop -> sop.semOp() > 0);
    }
  }

  /** GETVAL: the value of one semaphore. */
  public record GetVal(int semnum, ActorRef<StatusReply<Integer>> replyTo)
      implements Command, Request<Integer> {}

  /** GETPID: the process that last operated on one semaphore. */
  public record GetPid(int semnum, ActorRef<StatusReply<Integer>> replyTo)
      implements Command, Request<Integer> {}

  /** GETNCNT: how many sleepers wait for this semaphore to grow. */
  public record GetNcnt(int semnum, ActorRef<StatusReply<Integer>> replyTo)
      implements Command, Request<Integer> {}

  /** GETZCNT: how many sleepers wait for this semaphore to become zero. */
  public record GetZcnt(int semnum, ActorRef<StatusReply<Integer>> replyTo)
      implements Command, Request<Integer> {}

  /** GETALL: all values at one instant. */
  public record GetAll(ActorRef<StatusReply<List<Integer>>> replyTo)
      implements Command, Request<List<Integer>> {}

  /** SETVAL: sets one value. */
  public record SetVal(int semnum, int val, ActorRef<StatusReply<Done>> replyTo)
      implements Command, Request<Done> {
    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  /** SETALL: sets all values at once. */
  public record SetAll(List<Integer> vals, ActorRef<StatusReply<Done>> replyTo)
      implements Command, Request<Done> {
    /** Copies the values. */
    public SetAll {
      vals = List.copyOf(vals);
    }

    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  /** IPC_STAT: also tells the identifier that the set has now. */
  public record Stat(ActorRef<StatusReply<SemidDs>> replyTo) implements Command, Request<SemidDs> {}

  /** IPC_SET: takes uid, gid and the nine mode bits from {@code perm}. */
  public record Set(IpcPerm perm, ActorRef<StatusReply<Done>> replyTo)
      implements Command, Request<Done> {
    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  /** IPC_RMID: removes the set. Who sleeps gets EIDRM; the actor stops. */
  public record Rmid(ActorRef<StatusReply<Done>> replyTo) implements Command, Request<Done> {
    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  record Got(int semid) implements Command, DeadLetterSuppression {}

  record Finished(Operation operation, Throwable failure)
      implements Command, DeadLetterSuppression {}

  record Removed(Ticket<Done> ticket) implements Command, DeadLetterSuppression {}

  record RequesterGone(ActorRef<?> requester) implements Command, DeadLetterSuppression {}

  /**
   * A supervised actor that gets the set and serves it, with the settings of its actor system.
   *
   * @param namespace where the set is; it is not closed by the actor
   */
  public static Behavior<Command> create(IpcNamespace namespace, SemaphoreSetSpec spec) {
    return create(IpcActorSettings::of, spec, () -> new SetSource(namespace, spec));
  }

  /** As {@link #create(IpcNamespace, SemaphoreSetSpec)}, with other settings. */
  public static Behavior<Command> create(
      IpcNamespace namespace, SemaphoreSetSpec spec, IpcActorSettings settings) {
    return create(system -> settings, spec, () -> new SetSource(namespace, spec));
  }

  /** A set that was got already. */
  static Behavior<Command> adopt(
      IpcNamespace namespace, SemaphoreSetSpec spec, int semid, IpcActorSettings settings) {
    return create(system -> settings, spec, () -> new SetSource(namespace, spec, semid));
  }

  private static Behavior<Command> create(
      Function<ActorSystem<?>, IpcActorSettings> settingsOf,
      SemaphoreSetSpec spec,
      Supplier<SetSource> sources) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(SemaphoreSetActor.class);
          LostMail.watchOver(context.getSystem());
          IpcActorSettings settings = settingsOf.apply(context.getSystem());
          SetSource source = sources.get(); // remembers, over restarts, that there was a set
          Behavior<Command> set =
              Behaviors.setup(inner -> new SetBehavior(inner, source, settings));
          return Behaviors.supervise(set)
              .onFailure(
                  IpcRemovedException.class,
                  spec.isPrivate() ? SupervisorStrategy.stop() : settings.onRemoved());
        });
  }
}
