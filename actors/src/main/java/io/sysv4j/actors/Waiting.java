package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests that wait, in their order, until what they need is there. Bounded. */
final class Waiting {
  private final Desk<?> desk;
  private final ActorRef<?> self;
  private final int capacity;
  private final Map<Ticket<?>, Runnable> starts = new LinkedHashMap<>();

  Waiting(Desk<?> desk, ActorRef<?> self, int capacity) {
    this.desk = desk;
    this.self = self;
    this.capacity = capacity;
  }

  /** Lets a request wait; answers it with EAGAIN if too many do already. */
  <T> void add(Ticket<T> ticket, Consumer<Ticket<T>> start) {
    if (starts.size() >= capacity) {
      ticket.error(
          IpcException.of(
              Errno.EAGAIN,
              ticket.request().calledOn(self),
              starts.size() + " requests wait already until this actor is ready"));
      return;
    }
    desk.keep(ticket);
    ticket.onWithdraw(() -> starts.remove(ticket));
    starts.put(ticket, () -> start.accept(ticket));
  }

  /** Starts all, oldest first. Each has left the line before it starts. */
  void startAll() {
    while (!starts.isEmpty()) {
      Iterator<Runnable> oldest = starts.values().iterator();
      Runnable start = oldest.next();
      oldest.remove();
      start.run();
    }
  }
}
