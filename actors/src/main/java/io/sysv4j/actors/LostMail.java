package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.SharedMemory;
import org.apache.pekko.actor.AllDeadLetters;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * Reads the dead letters of an actor system. A request that reached no actor (it was still in the
 * mailbox when its actor stopped, or came later) is answered with EINVAL, as Linux answers for an
 * identifier that is no more. An answer that reached nobody is taken back: a {@link Granted}
 * operation is undone, an attached segment is detached.
 *
 * <p>One for a system, started with the first actor of this package.
 */
final class LostMail implements Extension {
  private final ActorRef<?> nobody;

  private LostMail(ActorSystem<?> system) {
    nobody = system.deadLetters();
    ActorRef<AllDeadLetters> reader =
        system.systemActorOf(
            Behaviors.supervise(Behaviors.receiveMessage(this::read))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume()),
            "sysv4j-lost-mail",
            Props.empty());
    Adapter.toClassic(system)
        .eventStream()
        .subscribe(Adapter.toClassic(reader), AllDeadLetters.class);
  }

  /** Starts it, unless it runs already. */
  static void watchOver(ActorSystem<?> system) {
    Id.INSTANCE.apply(system);
  }

  private Behavior<AllDeadLetters> read(AllDeadLetters letter) {
    Object message = letter.message();
    if (message instanceof Request<?> request && !request.replyTo().equals(nobody)) {
      refuse(request, Adapter.toTyped(letter.recipient()));
    } else if (message instanceof StatusReply<?> reply && reply.isSuccess()) {
      takeBack(reply.getValue());
    }
    return Behaviors.same();
  }

  private static void refuse(Request<?> request, ActorRef<?> actor) {
    request
        .replyTo()
        .tell(
            StatusReply.error(
                IpcException.of(Errno.EINVAL, request.calledOn(actor), "this actor has stopped")));
  }

  private static void takeBack(Object value) {
    if (value instanceof Granted granted) {
      granted.giveBack();
    } else if (value instanceof SharedMemory memory) {
      memory.close();
    }
  }

  private static final class Id extends ExtensionId<LostMail> {
    private static final Id INSTANCE = new Id();

    @Override
    public LostMail createExtension(ActorSystem<?> system) {
      return new LostMail(system);
    }
  }
}
