package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * What an actor still owes: the requests it has taken but not answered, who waits for each, and
 * which child works for it. It watches the requesters, so that nothing is done for the dead, and at
 * the actor's end it answers everyone. Used by one actor, on its own thread.
 */
final class Desk<C> {
  private final ActorContext<C> context;
  private final Function<ActorRef<?>, C> requesterGone;
  private final IpcActorSettings settings;
  private final Map<ActorRef<?>, Set<Ticket<?>>> byRequester = new LinkedHashMap<>();
  private final Map<ActorRef<?>, Ticket<?>> byWorker = new HashMap<>();

  Desk(ActorContext<C> context, Function<ActorRef<?>, C> requesterGone, IpcActorSettings settings) {
    this.context = context;
    this.requesterGone = requesterGone;
    this.settings = settings;
  }

  /** Remembers a request that can't be answered at once, and watches its requester. */
  void keep(Ticket<?> ticket) {
    ActorRef<?> requester = ticket.request().replyTo();
    Set<Ticket<?>> tickets = byRequester.get(requester);
    if (tickets == null) {
      tickets = new LinkedHashSet<>();
      byRequester.put(requester, tickets);
      context.watchWith(requester, requesterGone.apply(requester));
    }
    tickets.add(ticket);
  }

  /** Forgets a request. One that was not kept is no matter. */
  void close(Ticket<?> ticket) {
    ActorRef<?> requester = ticket.request().replyTo();
    Set<Ticket<?>> tickets = byRequester.get(requester);
    if (tickets != null && tickets.remove(ticket) && tickets.isEmpty()) {
      byRequester.remove(requester);
      context.unwatch(requester);
    }
  }

  /** Takes back what was begun for a requester that has stopped, but what outlives it. */
  void requesterGone(ActorRef<?> requester) {
    for (Ticket<?> ticket : byRequester.getOrDefault(requester, Set.of())) {
      if (!ticket.request().outlivesRequester()) {
        ticket.withdraw();
      }
    }
    byRequester.remove(requester);
  }

  /** Starts a child that makes a blocking call for a request; see {@link BlockingCall}. */
  <T> ActorRef<?> delegate(Ticket<?> ticket, Behavior<?> call) {
    ActorRef<?> worker = spawn(call);
    byWorker.put(worker, ticket);
    ticket.onWithdraw(() -> context.stop(worker));
    return worker;
  }

  /** Keeps a request, and lets a child answer it with what a blocking call returns. */
  <T> void delegate(Ticket<T> ticket, Supplier<T> call, Consumer<T> ifTooLate) {
    keep(ticket);
    Consumer<T> answer =
        value -> {
          if (!ticket.success(value)) {
            ifTooLate.accept(value);
          }
        };
    delegate(ticket, BlockingCall.once(call, answer));
  }

  /** Starts and watches a child on the blocking dispatcher. */
  ActorRef<?> spawn(Behavior<?> behavior) {
    ActorRef<?> child =
        context.spawnAnonymous(behavior, DispatcherSelector.fromConfig(settings.dispatcher()));
    context.watch(child);
    return child;
  }

  /** The request that an ended child worked for, or null; it is closed if it was answered. */
  Ticket<?> workerEnded(ActorRef<?> worker) {
    Ticket<?> ticket = byWorker.remove(worker);
    if (ticket != null && !ticket.isOpen()) {
      close(ticket);
    }
    return ticket;
  }

  /** Answers every kept request with this failure, and takes back what was begun for it. */
  void failAll(Throwable cause) {
    answerAll(ticket -> cause);
  }

  /** As {@link #failAll}, for an actor that is stopped: nothing was done, so EINTR. */
  void interruptAll() {
    ActorRef<C> self = context.getSelf();
    answerAll(
        ticket ->
            IpcException.of(
                Errno.EINTR,
                ticket.request().calledOn(self),
                "the actor was stopped before this was done"));
  }

  private void answerAll(Function<Ticket<?>, Throwable> cause) {
    List<Ticket<?>> all = new ArrayList<>();
    byRequester.values().forEach(all::addAll);
    for (Ticket<?> ticket : all) {
      close(ticket);
      ticket.error(cause.apply(ticket));
      ticket.withdraw();
    }
  }
}
