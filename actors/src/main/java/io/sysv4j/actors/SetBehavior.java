package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.actors.SemaphoreSetActor.Command;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * What a {@link SemaphoreSetActor} does. It first gets its set, and lets requests wait until then.
 * Calls on the set that touch no file are made on the spot; a semop that sleeps is a future;
 * IPC_SET and IPC_RMID are children on the blocking dispatcher.
 *
 * <p>That the set is gone is told by EIDRM (to who slept) or by EINVAL (to who comes later, as the
 * identifier is stale). Either way everyone is answered, and then the behaviour fails.
 */
final class SetBehavior extends AbstractBehavior<Command> {
  private final IpcNamespace namespace;
  private final Desk<Command> desk;
  private final Waiting waiting;
  private final Set<ActorRef<?>> removers = new HashSet<>();
  private ActorRef<?> getter;
  private int semid;

  SetBehavior(ActorContext<Command> context, SetSource source, IpcActorSettings settings) {
    super(context);
    namespace = source.namespace();
    desk = new Desk<>(context, SemaphoreSetActor.RequesterGone::new, settings);
    waiting = new Waiting(desk, context.getSelf(), settings.maxWaiting());
    semid = source.takeKnown();
    if (semid == SetSource.UNKNOWN) {
      ActorRef<Command> self = context.getSelf();
      getter =
          desk.spawn(
              BlockingCall.untilThere(
                  source::get,
                  id -> self.tell(new SemaphoreSetActor.Got(id)),
                  settings.onNoSpace()));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(SemaphoreSetActor.Semop.class, m -> semop(m, m.sops()))
        .onMessage(SemaphoreSetActor.Semtimedop.class, m -> semtimedop(m, m.sops(), m.timeout()))
        .onMessage(
            SemaphoreSetActor.GetVal.class, m -> call(m, () -> namespace.getVal(semid, m.semnum())))
        .onMessage(
            SemaphoreSetActor.GetPid.class, m -> call(m, () -> namespace.getPid(semid, m.semnum())))
        .onMessage(
            SemaphoreSetActor.GetNcnt.class,
            m -> call(m, () -> namespace.getNcnt(semid, m.semnum())))
        .onMessage(
            SemaphoreSetActor.GetZcnt.class,
            m -> call(m, () -> namespace.getZcnt(semid, m.semnum())))
        .onMessage(SemaphoreSetActor.GetAll.class, m -> call(m, this::getAll))
        .onMessage(
            SemaphoreSetActor.SetVal.class,
            m -> call(m, BlockingCall.done(() -> namespace.setVal(semid, m.semnum(), m.val()))))
        .onMessage(
            SemaphoreSetActor.SetAll.class, m -> call(m, BlockingCall.done(() -> setAll(m.vals()))))
        .onMessage(SemaphoreSetActor.Stat.class, m -> call(m, () -> namespace.semStat(semid)))
        .onMessage(SemaphoreSetActor.Set.class, this::onSet)
        .onMessage(SemaphoreSetActor.Rmid.class, this::onRmid)
        .onMessage(SemaphoreSetActor.Got.class, this::onGot)
        .onMessage(SemaphoreSetActor.Finished.class, this::onFinished)
        .onMessage(SemaphoreSetActor.Removed.class, this::onRemoved)
        .onMessage(SemaphoreSetActor.RequesterGone.class, this::onRequesterGone)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  // ---- requests ---------------------------------------------------------------------------

  /** Starts a request now or when the set is there. */
  private <T> Behavior<Command> whenGot(Request<T> request, Consumer<Ticket<T>> start) {
    Ticket<T> ticket = new Ticket<>(request);
    if (semid == SetSource.UNKNOWN) {
      waiting.add(ticket, start);
    } else {
      start.accept(ticket);
    }
    return this;
  }

  private <T> Behavior<Command> call(Request<T> request, Supplier<T> call) {
    return whenGot(request, ticket -> answer(ticket, call));
  }

  private <T> void answer(Ticket<T> ticket, Supplier<T> call) {
    T value;
    try {
      value = call.get();
    } catch (RuntimeException e) {
      refuse(ticket, e);
      return;
    }
    desk.close(ticket);
    ticket.success(value);
  }

  private List<Integer> getAll() {
    return Arrays.stream(namespace.getAll(semid)).boxed().collect(Collectors.toUnmodifiableList());
  }

  private void setAll(List<Integer> vals) {
    namespace.setAll(semid, vals.stream().mapToInt(Integer::intValue).toArray());
  }

  // ---- semop ------------------------------------------------------------------------------

  private Behavior<Command> semop(Request<Granted> request, List<Sembuf> sops) {
    return whenGot(request, ticket -> begin(ticket, sops, null));
  }

  /** The time-out counts from now, though the set may still have to be got. */
  private Behavior<Command> semtimedop(
      Request<Granted> request, List<Sembuf> sops, Duration timeout) {
    long asked = System.nanoTime();
    return whenGot(
        request,
        ticket -> {
          Duration rest = timeout.minusNanos(System.nanoTime() - asked);
          boolean late = rest.isNegative() && !timeout.isNegative();
          begin(ticket, sops, late ? Duration.ZERO : rest);
        });
  }

  private void begin(Ticket<Granted> ticket, List<Sembuf> sops, Duration timeout) {
    Operation operation;
    try {
      operation = Operation.begin(namespace, semid, sops, timeout, ticket);
    } catch (RuntimeException e) {
      refuse(ticket, e);
      return;
    }
    if (operation.isDone()) {
      finish(operation, operation.failure());
    } else {
      desk.keep(ticket);
      ticket.onWithdraw(operation::withdraw);
      getContext()
          .pipeToSelf(
              operation.future(),
              (nothing, failure) -> new SemaphoreSetActor.Finished(operation, failure));
    }
  }

  /** One that was withdrawn has no open ticket. */
  private Behavior<Command> onFinished(SemaphoreSetActor.Finished m) {
    if (m.operation().ticket().isOpen()) {
      finish(m.operation(), m.failure());
    }
    return this;
  }

  private void finish(Operation operation, Throwable failure) {
    if (failure == null) {
      desk.close(operation.ticket());
      operation.ticket().success(operation.granted());
    } else {
      refuse(operation.ticket(), Operation.unwrap(failure));
    }
  }

  private Behavior<Command> onRequesterGone(SemaphoreSetActor.RequesterGone m) {
    desk.requesterGone(m.requester());
    return this;
  }

  // ---- calls that touch files -------------------------------------------------------------

  private Behavior<Command> onSet(SemaphoreSetActor.Set m) {
    return whenGot(
        m,
        ticket -> {
          int target = semid;
          desk.delegate(
              ticket, BlockingCall.done(() -> namespace.semSet(target, m.perm())), late -> {});
        });
  }

  private Behavior<Command> onRmid(SemaphoreSetActor.Rmid m) {
    return whenGot(m, this::remove);
  }

  private void remove(Ticket<Done> ticket) {
    int target = semid;
    ActorRef<Command> self = getContext().getSelf();
    desk.keep(ticket);
    removers.add(
        desk.delegate(
            ticket,
            BlockingCall.once(
                BlockingCall.done(() -> namespace.semRmid(target)),
                done -> {
                  ticket.success(done);
                  self.tell(new SemaphoreSetActor.Removed(ticket));
                })));
  }

  private Behavior<Command> onRemoved(SemaphoreSetActor.Removed m) {
    desk.close(m.ticket());
    desk.failAll(
        IpcException.of(
            Errno.EIDRM, "semctl(" + semid + ", 0, IPC_RMID)", "the set was removed by request"));
    return Behaviors.stopped();
  }

  // ---- failures ---------------------------------------------------------------------------

  /** Answers with a failure. If it says that the set is gone, that is everybody's failure. */
  private void refuse(Ticket<?> ticket, RuntimeException failure) {
    RuntimeException answer = failure;
    if (failure instanceof IpcException e && isStale(e)) {
      answer = IpcException.of(Errno.EIDRM, e.call(), "the set was removed", e);
    }
    desk.close(ticket);
    ticket.error(answer);
    boolean onPurpose = answer instanceof IpcRemovedException && !removers.isEmpty();
    boolean refusal = answer instanceof IpcException && !(answer instanceof IpcRemovedException);
    if (!onPurpose && !refusal) {
      fail(answer);
    }
  }

  private boolean isStale(IpcException e) {
    if (e.errno() != Errno.EINVAL) {
      return false;
    }
    try {
      namespace.semStat(semid);
      return false;
    } catch (IpcException stat) {
      return stat.errno() == Errno.EINVAL || stat.errno() == Errno.EIDRM;
    } catch (IllegalStateException closed) {
      return false; // what the next call will say
    }
  }

  private void fail(RuntimeException cause) {
    desk.failAll(cause);
    throw cause;
  }

  private Behavior<Command> onGot(SemaphoreSetActor.Got m) {
    semid = m.semid();
    waiting.startAll();
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    RuntimeException cause = Operation.unwrap(signal.getCause());
    if (signal.getRef().equals(getter)) {
      boolean notMadeAgain = cause instanceof IpcRemovedException;
      fail(notMadeAgain && cause.getCause() instanceof IpcException enoent ? enoent : cause);
    }
    removers.remove(signal.getRef());
    Ticket<?> ticket = desk.workerEnded(signal.getRef());
    if (ticket != null) {
      refuse(ticket, cause);
    }
    return this;
  }

  private Behavior<Command> onTerminated(Terminated signal) {
    removers.remove(signal.getRef());
    desk.workerEnded(signal.getRef());
    return this;
  }

  private Behavior<Command> onEnd() {
    desk.interruptAll();
    return this;
  }
}
