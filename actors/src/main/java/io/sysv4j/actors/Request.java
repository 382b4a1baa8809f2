package io.sysv4j.actors;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** A message that is answered once. All messages of this package's protocols that ask are one. */
interface Request<T> {
  ActorRef<StatusReply<T>> replyTo();

  /**
   * Whether this is done though its requester has stopped meanwhile: so it must be for what gives
   * or changes, and must not for what takes, waits or asks.
   */
  default boolean outlivesRequester() {
    return false;
  }

  /** How an error message names this request to an actor. */
  default String calledOn(ActorRef<?> actor) {
    return getClass().getSimpleName() + " to " + actor.path();
  }
}
