package io.sysv4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The calls that workers have been told to make and that are not done on both sides. */
final class Board implements WorkerProcess.Listener {
  private final List<Pending> pending = new ArrayList<>();

  void add(Pending call) {
    pending.add(call);
  }

  @Override
  public void answered(int id, Side side, Answer answer) {
    for (Pending call : pending) {
      if (call.id() == id) {
        call.answered(side, answer);
        return;
      }
    }
  }

  /** How many calls a side has not answered. */
  int open(Side side) {
    int open = 0;
    for (Pending call : pending) {
      open += call.isDone(side) ? 0 : 1;
    }
    return open;
  }

  /** The calls of a kind that are not done, oldest first. */
  List<Pending> all(Predicate<Pending> which) {
    return pending.stream().filter(which).toList();
  }

  /** Takes away and answers the calls that a side has answered at least. */
  List<Pending> takeAnswered() {
    List<Pending> answered = all(call -> call.isDone(Side.LEFT) || call.isDone(Side.RIGHT));
    pending.removeAll(answered);
    return answered;
  }

  /** Forgets the calls of a worker that is gone. */
  void forget(int worker) {
    pending.removeIf(call -> call.worker() == worker);
  }
}
