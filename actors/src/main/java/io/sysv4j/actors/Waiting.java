package io.sysv4j.actors;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests that wait, in their order, until what they need is there. Bounded. */
final class Waiting {
  private final int capacity;
  private final Map<Ticket<?>, Runnable> starts = new LinkedHashMap<>();

  Waiting(int capacity) {
    this.capacity = capacity;
  }

  boolean isFull() {
    return starts.size() >= capacity;
  }

  int size() {
    return starts.size();
  }

  void add(Ticket<?> ticket, Runnable start) {
    starts.put(ticket, start);
  }

  void remove(Ticket<?> ticket) {
    starts.remove(ticket);
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
