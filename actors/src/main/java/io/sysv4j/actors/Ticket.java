package io.sysv4j.actors;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.pattern.StatusReply;

/**
 * One request that an actor has taken: answered once, by whoever is first. The answers may come
 * from any thread; all else is the actor's alone.
 */
final class Ticket<T> {
  private final Request<T> request;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private Runnable withdrawal = () -> {};

  Ticket(Request<T> request) {
    this.request = request;
  }

  Request<T> request() {
    return request;
  }

  boolean isOpen() {
    return open.get();
  }

  /** Answers with a value; false if the request was answered or withdrawn before. */
  boolean success(T value) {
    return answer(StatusReply.success(value));
  }

  /** Answers with a failure; false if the request was answered or withdrawn before. */
  boolean error(Throwable cause) {
    return answer(StatusReply.error(cause));
  }

  private boolean answer(StatusReply<T> reply) {
    boolean first = open.compareAndSet(true, false);
    if (first) {
      request.replyTo().tell(reply);
    }
    return first;
  }

  /** Says how to take back the work that was begun for this request. */
  void onWithdraw(Runnable action) {
    withdrawal = action;
  }

  /** Takes the work back: nobody waits for it any more. */
  void withdraw() {
    open.set(false);
    withdrawal.run();
  }
}
