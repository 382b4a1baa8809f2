package io.sysv4j.actors;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A parent that spawns one child, tells who it is, and later how it ended. */
final class Watcher {
  private Watcher() {}

  /** How a child ended: with its failure, or null for a normal end. */
  record Ended(Throwable cause) {}

  static <T> Behavior<Void> of(
      Behavior<T> child, ActorRef<ActorRef<T>> spawned, ActorRef<Ended> ended) {
    return Behaviors.setup(
        context -> {
          ActorRef<T> ref = context.spawn(child, "child");
          context.watch(ref);
          spawned.tell(ref);
          return Behaviors.receive(Void.class)
              .onSignal(ChildFailed.class, signal -> tell(ended, signal.getCause()))
              .onSignal(Terminated.class, signal -> tell(ended, null))
              .build();
        });
  }

  private static Behavior<Void> tell(ActorRef<Ended> ended, Throwable cause) {
    ended.tell(new Ended(cause));
    return Behaviors.stopped();
  }
}
