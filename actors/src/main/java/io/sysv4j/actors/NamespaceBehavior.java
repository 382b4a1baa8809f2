package io.sysv4j.actors;

import io.sysv4j.IpcNamespace;
import io.sysv4j.SharedMemory;
import io.sysv4j.actors.IpcNamespaceActor.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * What an {@link IpcNamespaceActor} does: opens its namespace, then gives each request to a child
 * on the blocking dispatcher. It keeps the actors of the sets that were got, one for a key; a set
 * of IPC_PRIVATE goes by its identifier.
 */
final class NamespaceBehavior extends AbstractBehavior<Command> {
  private final NamespaceHandle handle;
  private final IpcActorSettings settings;
  private final Desk<Command> desk;
  private final Waiting waiting;
  private final ActorRef<?> opener;
  private final Map<Integer, ActorRef<SemaphoreSetActor.Command>> byKey = new HashMap<>();
  private final Map<Integer, ActorRef<SemaphoreSetActor.Command>> byId = new HashMap<>();
  private IpcNamespace namespace;

  NamespaceBehavior(
      ActorContext<Command> context, NamespaceHandle handle, IpcActorSettings settings) {
    super(context);
    this.handle = handle;
    this.settings = settings;
    desk = new Desk<>(context, IpcNamespaceActor.RequesterGone::new, settings);
    waiting = new Waiting(desk, context.getSelf(), settings.maxWaiting());
    ActorRef<Command> self = context.getSelf();
    opener =
        desk.spawn(
            BlockingCall.untilSpace(
                handle::open,
                opened -> self.tell(new IpcNamespaceActor.Opened(opened)),
                settings.onNoSpace()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(IpcNamespaceActor.Semget.class, this::onSemget)
        .onMessage(IpcNamespaceActor.SemById.class, this::onSemById)
        .onMessage(IpcNamespaceActor.Shmget.class, this::onShmget)
        .onMessage(
            IpcNamespaceActor.Shmat.class,
            m -> call(m, () -> namespace.shmat(m.shmid(), m.shmflg()), SharedMemory::close))
        .onMessage(
            IpcNamespaceActor.ShmStat.class,
            m -> call(m, () -> namespace.shmStat(m.shmid()), late -> {}))
        .onMessage(
            IpcNamespaceActor.ShmSet.class,
            m ->
                call(m, BlockingCall.done(() -> namespace.shmSet(m.shmid(), m.perm())), late -> {}))
        .onMessage(
            IpcNamespaceActor.ShmRmid.class,
            m -> call(m, BlockingCall.done(() -> namespace.shmRmid(m.shmid())), late -> {}))
        .onMessage(IpcNamespaceActor.Opened.class, this::onOpened)
        .onMessage(IpcNamespaceActor.Got.class, this::onGot)
        .onMessage(IpcNamespaceActor.RequesterGone.class, this::onRequesterGone)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  // ---- requests ---------------------------------------------------------------------------

  /** Starts a request now or when the namespace is open. */
  private <T> Behavior<Command> whenOpen(Request<T> request, Consumer<Ticket<T>> start) {
    Ticket<T> ticket = new Ticket<>(request);
    if (namespace == null) {
      waiting.add(ticket, start);
    } else {
      desk.keep(ticket);
      start.accept(ticket);
    }
    return this;
  }

  private <T> Behavior<Command> call(Request<T> request, Supplier<T> call, Consumer<T> ifTooLate) {
    return whenOpen(request, ticket -> desk.delegate(ticket, call, ifTooLate));
  }

  private Behavior<Command> onShmget(IpcNamespaceActor.Shmget m) {
    return whenOpen(
        m,
        ticket ->
            desk.delegate(
                ticket,
                BlockingCall.untilSpace(
                    () -> namespace.shmget(m.key(), m.size(), m.shmflg()),
                    ticket::success,
                    settings.onNoSpace())));
  }

  private Behavior<Command> onSemget(IpcNamespaceActor.Semget m) {
    ActorRef<Command> self = getContext().getSelf();
    return whenOpen(
        m,
        ticket ->
            desk.delegate(
                ticket,
                BlockingCall.untilSpace(
                    new SetSource(namespace, m.spec())::get,
                    id -> self.tell(new IpcNamespaceActor.Got(ticket, m.spec(), id)),
                    settings.onNoSpace())));
  }

  private Behavior<Command> onSemById(IpcNamespaceActor.SemById m) {
    ActorRef<Command> self = getContext().getSelf();
    return whenOpen(
        m,
        ticket ->
            desk.delegate(
                ticket,
                BlockingCall.once(
                    () -> namespace.semStat(m.semid()),
                    ds ->
                        self.tell(
                            new IpcNamespaceActor.Got(
                                ticket,
                                SemaphoreSetSpec.of(ds.perm().key(), ds.semNsems(), 0),
                                m.semid())))));
  }

  private Behavior<Command> onGot(IpcNamespaceActor.Got m) {
    if (m.ticket().isOpen()) {
      desk.close(m.ticket());
      m.ticket().success(setActor(m.spec(), m.semid()));
    }
    return this;
  }

  private ActorRef<SemaphoreSetActor.Command> setActor(SemaphoreSetSpec spec, int semid) {
    return spec.isPrivate()
        ? byId.computeIfAbsent(semid, id -> spawnSet("sem-id-" + id, spec, semid))
        : byKey.computeIfAbsent(
            spec.key(), key -> spawnSet("sem-0x" + Integer.toHexString(key), spec, semid));
  }

  private ActorRef<SemaphoreSetActor.Command> spawnSet(
      String name, SemaphoreSetSpec spec, int semid) {
    ActorRef<SemaphoreSetActor.Command> set =
        getContext().spawn(SemaphoreSetActor.adopt(namespace, spec, semid, settings), name);
    getContext().watch(set);
    return set;
  }

  private Behavior<Command> onOpened(IpcNamespaceActor.Opened m) {
    namespace = m.namespace();
    waiting.startAll();
    return this;
  }

  private Behavior<Command> onRequesterGone(IpcNamespaceActor.RequesterGone m) {
    desk.requesterGone(m.requester());
    return this;
  }

  // ---- ends -------------------------------------------------------------------------------

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    if (signal.getRef().equals(opener)) {
      desk.failAll(signal.getCause());
      throw Operation.unwrap(signal.getCause());
    }
    Ticket<?> ticket = desk.workerEnded(signal.getRef());
    if (ticket == null) {
      return onTerminated(signal);
    }
    desk.close(ticket);
    ticket.error(signal.getCause());
    return this;
  }

  private Behavior<Command> onTerminated(Terminated signal) {
    desk.workerEnded(signal.getRef());
    byKey.values().remove(signal.getRef());
    byId.values().remove(signal.getRef());
    return this;
  }

  private Behavior<Command> onEnd() {
    desk.interruptAll();
    handle.close();
    return this;
  }
}
