package io.sysv4j.conformance.fuzz;

/** A call that a worker was told to make, and what came of it on each side so far. */
final class Pending {
  private final int id;
  private final int worker;
  private final Call call;
  private final Answer[] answers = new Answer[2];

  Pending(int id, int worker, Call call) {
    this.id = id;
    this.worker = worker;
    this.call = call;
  }

  int id() {
    return id;
  }

  int worker() {
    return worker;
  }

  Call call() {
    return call;
  }

  boolean isAsync() {
    return call.kind() == Kind.SEMOP && call.wait(1).isAsync();
  }

  /** Whether it is of a thread that may be asleep. */
  boolean isSleeper() {
    return call.kind() == Kind.SEMOP && !call.wait(1).isAsync();
  }

  void answered(Side side, Answer answer) {
    if (answers[side.ordinal()] != null) {
      throw new IllegalStateException(call + " was answered twice on " + side + ": " + answer);
    }
    answers[side.ordinal()] = answer;
  }

  /** What a side answered, null if it has not. */
  Answer answer(Side side) {
    return answers[side.ordinal()];
  }

  boolean isDone(Side side) {
    return answers[side.ordinal()] != null;
  }

  boolean isDone() {
    return answers[0] != null && answers[1] != null;
  }

  /** What a side did, for people. */
  Object spelled(Side side, Names names) {
    Answer answer = answers[side.ordinal()];
    return answer == null ? "still asleep" : names.named(side, call, answer);
  }

  /** Who makes the call, for people. */
  String who() {
    return "w" + worker + (isSleeper() || isAsync() ? "#" + id : "");
  }
}
