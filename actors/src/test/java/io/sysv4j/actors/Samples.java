package io.sysv4j.actors;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/** The samples of the documentation; {@link SamplesTest} runs them and compares the texts. */
final class Samples {
  private Samples() {}

  static ActorSystem<IpcNamespaceActor.Command> start(String uri) {
    // sample: open
    ActorSystem<IpcNamespaceActor.Command> system =
        ActorSystem.create(IpcNamespaceActor.open(uri), "shop");
    // end
    return system;
  }

  static CompletionStage<ActorRef<SemaphoreSetActor.Command>> get(
      ActorSystem<IpcNamespaceActor.Command> system, int key) {
    // sample: semget
    SemaphoreSetSpec spec = SemaphoreSetSpec.of(key, 1, Ipc.IPC_CREAT | 0600).withInitial(3);
    CompletionStage<ActorRef<SemaphoreSetActor.Command>> permits =
        AskPattern.askWithStatus(
            system,
            replyTo -> new IpcNamespaceActor.Semget(spec, replyTo),
            Duration.ofSeconds(3),
            system.scheduler());
    // end
    return permits;
  }

  static CompletionStage<String> refusal(
      ActorSystem<IpcNamespaceActor.Command> system, ActorRef<SemaphoreSetActor.Command> permits) {
    // sample: errno
    CompletionStage<Granted> taken =
        AskPattern.askWithStatus(
            permits,
            replyTo -> new SemaphoreSetActor.Semop(new Sembuf(0, -9, Ipc.IPC_NOWAIT), replyTo),
            Duration.ofSeconds(3),
            system.scheduler());
    CompletionStage<String> outcome =
        taken.handle(
            (granted, failure) ->
                failure instanceof IpcException e && e.errno() == Errno.EAGAIN ? "busy" : "taken");
    // end
    return outcome;
  }

  // sample: worker
  static final class Worker extends AbstractBehavior<Worker.Command> {
    sealed interface Command {}

    record Job(Runnable work) implements Command {}

    private record Begin(Runnable work) implements Command {}

    private record Refused(Throwable why) implements Command {}

    static Behavior<Command> create(ActorRef<SemaphoreSetActor.Command> permits) {
      return Behaviors.setup(context -> new Worker(context, permits));
    }

    private final ActorRef<SemaphoreSetActor.Command> permits;

    private Worker(ActorContext<Command> context, ActorRef<SemaphoreSetActor.Command> permits) {
      super(context);
      this.permits = permits;
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Job.class, this::onJob)
          .onMessage(Begin.class, this::onBegin)
          .onMessage(Refused.class, this::onRefused)
          .build();
    }

    private Behavior<Command> onJob(Job job) {
      getContext()
          .askWithStatus(
              Granted.class,
              permits,
              Duration.ofSeconds(5),
              (ActorRef<StatusReply<Granted>> replyTo) ->
                  new SemaphoreSetActor.Semtimedop(
                      Sembuf.undo(0, -1), Duration.ofSeconds(4), replyTo),
              (granted, failure) -> failure == null ? new Begin(job.work()) : new Refused(failure));
      return this;
    }

    private Behavior<Command> onBegin(Begin m) {
      try {
        m.work().run();
      } finally {
        permits.tell(
            new SemaphoreSetActor.Semop(Sembuf.undo(0, 1), getContext().getSystem().ignoreRef()));
      }
      return this;
    }

    private Behavior<Command> onRefused(Refused m) {
      getContext().getLog().warn("no permit: {}", m.why().getMessage());
      return this;
    }
  }

  // end

  static Behavior<Void> owner(
      IpcNamespace namespace,
      SemaphoreSetSpec spec,
      ActorRef<ActorRef<SemaphoreSetActor.Command>> users,
      Runnable gone) {
    // sample: settings
    return Behaviors.setup(
        context -> {
          IpcActorSettings settings =
              IpcActorSettings.of(context.getSystem()).withOnRemoved(SupervisorStrategy.stop());
          ActorRef<SemaphoreSetActor.Command> permits =
              context.spawn(SemaphoreSetActor.create(namespace, spec, settings), "permits");
          context.watch(permits);
          users.tell(permits);
          return Behaviors.receive(Void.class)
              .onSignal(
                  ChildFailed.class,
                  signal -> {
                    if (signal.getCause() instanceof IpcRemovedException) {
                      gone.run();
                    }
                    return Behaviors.stopped();
                  })
              .build();
        });
    // end
  }
}
