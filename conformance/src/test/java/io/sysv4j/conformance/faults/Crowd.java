package io.sysv4j.conformance.faults;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** Children that start while others are used: the start costs more than the use. */
final class Crowd implements AutoCloseable {
  private final int size;
  private final Queue<Child> starting = new ArrayDeque<>();
  private Child current;

  Crowd(int size) {
    this.size = size;
  }

  /** One that has said that it is ready; the one before has ended or is killed. */
  Child next(Supplier<Child> start) {
    if (current != null) {
      current.close();
    }
    while (starting.size() <= size) {
      starting.add(start.get());
    }
    current = starting.remove();
    current.expect("ready");
    return current;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
    starting.forEach(Child::close);
  }
}
