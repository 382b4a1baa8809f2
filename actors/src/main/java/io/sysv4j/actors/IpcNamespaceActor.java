package io.sysv4j.actors;

import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcPerm;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * A namespace as an actor: gets semaphore sets, each of which is an actor of its own, its child;
 * and makes the calls on shared memory. Every request gets exactly one answer: the value, or the
 * {@link io.sysv4j.IpcException} with its errno.
 *
 * <p>The calls may touch files, so each is made by a child on the blocking dispatcher; they run in
 * no particular order. {@link Semget} and {@link Shmget} that find the namespace full are made
 * again after growing pauses ({@link IpcActorSettings#onNoSpace}); this delays nobody else. A
 * request whose requester stops is withdrawn, if it was not done yet.
 */
public final class IpcNamespaceActor {
  private IpcNamespaceActor() {}

  /** What this actor understands. */
  public sealed interface Command {}

  /**
   * Gets or makes a set and answers with its actor. There is one actor for a key: who asks for the
   * same key gets the same one, and it keeps to the spec that came first.
   */
  public record Semget(
      SemaphoreSetSpec spec, ActorRef<StatusReply<ActorRef<SemaphoreSetActor.Command>>> replyTo)
      implements Command, Request<ActorRef<SemaphoreSetActor.Command>> {
    /** The arguments of {@code semget}. */
    public Semget(
        int key,
        int nsems,
        int semflg,
        ActorRef<StatusReply<ActorRef<SemaphoreSetActor.Command>>> replyTo) {
      this(SemaphoreSetSpec.of(key, nsems, semflg), replyTo);
    }
  }

  /** Answers with the actor of the set that has this identifier; it must be readable. */
  public record SemById(
      int semid, ActorRef<StatusReply<ActorRef<SemaphoreSetActor.Command>>> replyTo)
      implements Command, Request<ActorRef<SemaphoreSetActor.Command>> {}

  /** Gets or makes a segment and answers with its identifier. */
  public record Shmget(int key, long size, int shmflg, ActorRef<StatusReply<Integer>> replyTo)
      implements Command, Request<Integer> {}

  /**
   * Attaches a segment to this process. The requester closes it; an attach that reaches nobody is
   * closed. Only for requesters in the same JVM.
   */
  public record Shmat(int shmid, int shmflg, ActorRef<StatusReply<SharedMemory>> replyTo)
      implements Command, Request<SharedMemory> {}

  /** IPC_STAT of a segment. */
  public record ShmStat(int shmid, ActorRef<StatusReply<ShmidDs>> replyTo)
      implements Command, Request<ShmidDs> {}

  /** IPC_SET of a segment: takes uid, gid and the nine mode bits from {@code perm}. */
  public record ShmSet(int shmid, IpcPerm perm, ActorRef<StatusReply<Done>> replyTo)
      implements Command, Request<Done> {
    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  /** IPC_RMID of a segment: it goes now, or with its last detach. */
  public record ShmRmid(int shmid, ActorRef<StatusReply<Done>> replyTo)
      implements Command, Request<Done> {
    @Override
    public boolean outlivesRequester() {
      return true;
    }
  }

  record Opened(IpcNamespace namespace) implements Command, DeadLetterSuppression {}

  record Got(Ticket<ActorRef<SemaphoreSetActor.Command>> ticket, SemaphoreSetSpec spec, int semid)
      implements Command, DeadLetterSuppression {}

  record RequesterGone(ActorRef<?> requester) implements Command, DeadLetterSuppression {}

  /**
   * Serves a namespace that the caller opened, and closes after the actor has stopped.
   *
   * @param namespace an open namespace
   */
  public static Behavior<Command> create(IpcNamespace namespace) {
    return behavior(IpcActorSettings::of, NamespaceHandle.lent(namespace));
  }

  /** As {@link #create(IpcNamespace)}, with other settings. */
  public static Behavior<Command> create(IpcNamespace namespace, IpcActorSettings settings) {
    return behavior(system -> settings, NamespaceHandle.lent(namespace));
  }

  /**
   * Opens a namespace, serves it, and closes it when the actor stops. Requests wait until it is
   * open; if it can't be opened they get the failure, and the actor fails with it.
   *
   * @param uri as for {@link IpcNamespace#open(String)}
   */
  public static Behavior<Command> open(String uri) {
    return behavior(IpcActorSettings::of, NamespaceHandle.toOpen(uri));
  }

  /** As {@link #open(String)}, with other settings. */
  public static Behavior<Command> open(String uri, IpcActorSettings settings) {
    return behavior(system -> settings, NamespaceHandle.toOpen(uri));
  }

  private static Behavior<Command> behavior(
      Function<ActorSystem<?>, IpcActorSettings> settingsOf, Supplier<NamespaceHandle> handles) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(IpcNamespaceActor.class);
          LostMail.watchOver(context.getSystem());
          IpcActorSettings settings = settingsOf.apply(context.getSystem());
          return new NamespaceBehavior(context, handles.get(), settings);
        });
  }
}
