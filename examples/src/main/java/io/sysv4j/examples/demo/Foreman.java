package io.sysv4j.examples.demo;

import io.sysv4j.IpcRemovedException;
import io.sysv4j.Sembuf;
import io.sysv4j.actors.IpcNamespaceActor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/**
 * The actor that runs the workshop: it hires the workers, kills those that are caught, and replaces
 * them. What it must know it learns from the semaphore set: it asks the set's actor for operations
 * that can't be done yet, and is answered when they could. So it sleeps on several semaphores at
 * once, without a thread:
 *
 * <pre>
 * CAUGHT -1       a worker stands in its trap
 * LIFE-n == 0     a worker is dead, and the set has got back all that it had borrowed
 * LEFT == 0       all chunks have arrived
 * </pre>
 */
final class Foreman extends AbstractBehavior<Foreman.Command> {
  sealed interface Command {}

  /** Moves the file; answered when all has arrived and all workers wait for more. */
  record Move(ActorRef<StatusReply<Journal>> replyTo) implements Command {}

  /** Removes the set under the waiting; answered when all of them have ended. */
  record Remove(ActorRef<StatusReply<Journal>> replyTo) implements Command {}

  private record Caught() implements Command {}

  private record Dead(Child child, Trap trap, boolean held, long killedAt) implements Command {}

  private record Left(int chunks) implements Command {}

  private record AllArrived() implements Command {}

  private record Waiting(int producers) implements Command {}

  private record AllWaiting(int consumers) implements Command {}

  private record Said(Child child, Saying saying, String rest) implements Command {}

  private record Failed(Throwable cause) implements Command {}

  private enum Event implements Command {
    SET_FOUND,
    TICK,
    REMOVED
  }

  private enum Stage {
    MOVING,
    ARRIVED,
    AT_REST,
    REMOVING
  }

  private static final Duration TICK = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Workshop workshop;
  private final Geometry geometry;
  private final Reporter reporter;
  private final SetClient<Command> set;
  private final Journal journal = new Journal();
  private final Set<Integer> condemned = new HashSet<>();
  private Stage stage = Stage.MOVING;
  private ActorRef<StatusReply<Journal>> replyTo;
  private Throwable failure;
  private int left;
  private long begin;
  private long lastNews = System.nanoTime();

  private Foreman(ActorContext<Command> context, Workshop workshop, Reporter reporter) {
    super(context);
    this.workshop = workshop;
    this.geometry = workshop.plan().geometry();
    this.reporter = reporter;
    this.set = new SetClient<>(context, Failed::new);
    this.left = geometry.chunks();
  }

  static Behavior<Command> create(Workshop workshop, Reporter reporter) {
    return Behaviors.setup(context -> new Foreman(context, workshop, reporter));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Move.class, this::onMove)
        .onMessageEquals(Event.SET_FOUND, this::onSetFound)
        .onMessageEquals(Event.TICK, this::onTick)
        .onMessage(Left.class, this::onLeft)
        .onMessage(Caught.class, this::onCaught)
        .onMessage(Dead.class, this::onDead)
        .onMessage(AllArrived.class, this::onAllArrived)
        .onMessage(Waiting.class, this::onWaiting)
        .onMessage(AllWaiting.class, this::onAllWaiting)
        .onMessage(Remove.class, this::onRemove)
        .onMessageEquals(Event.REMOVED, this::replyIfAllIsOver)
        .onMessage(Said.class, this::onSaid)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  // ---- moving ------------------------------------------------------------------------------

  private Behavior<Command> onMove(Move move) {
    replyTo = move.replyTo();
    ActorRef<IpcNamespaceActor.Command> namespace =
        getContext().spawn(IpcNamespaceActor.create(workshop.ns()), "namespace");
    set.find(namespace, workshop.semid(), Event.SET_FOUND);
    return this;
  }

  private Behavior<Command> onSetFound() throws IOException {
    begin = System.nanoTime();
    for (int i = 0; i < Plan.PRODUCERS; i++) {
      hire(Role.PRODUCER);
    }
    for (int i = 0; i < Plan.CONSUMERS; i++) {
      hire(Role.CONSUMER);
    }
    set.semop(Sembuf.of(Sems.CAUGHT, -1), new Caught());
    set.semop(Sembuf.of(Sems.LEFT, 0), new AllArrived());
    return onTick();
  }

  private Child hire(Role role) throws IOException {
    ActorRef<Command> self = getContext().getSelf();
    return workshop.hire(role, (child, saying, rest) -> self.tell(new Said(child, saying, rest)));
  }

  private Behavior<Command> onTick() {
    if (stage != Stage.AT_REST && System.nanoTime() - lastNews > PATIENCE.toNanos()) {
      return fail(
          new IllegalStateException("nothing has moved for " + PATIENCE.toSeconds() + " s"));
    }
    if (stage == Stage.MOVING) {
      set.getVal(Sems.LEFT, Left::new);
    } else if (stage == Stage.ARRIVED) {
      set.getNcnt(Sems.MORE, Waiting::new);
    }
    getContext().scheduleOnce(TICK, getContext().getSelf(), Event.TICK);
    return this;
  }

  private Behavior<Command> onLeft(Left now) {
    if (now.chunks() == left || stage != Stage.MOVING) {
      return this;
    }
    left = now.chunks();
    reporter.progress(geometry.chunks() - left, System.nanoTime() - begin);
    return news();
  }

  private Behavior<Command> onAllArrived(AllArrived message) {
    stage = Stage.ARRIVED;
    journal.moved(System.nanoTime() - begin);
    reporter.progress(geometry.chunks(), journal.nanosMoving());
    return news();
  }

  private Behavior<Command> onWaiting(Waiting waiting) {
    if (waiting.producers() == Plan.PRODUCERS) {
      set.getNcnt(Sems.FULL, AllWaiting::new);
    }
    return this;
  }

  private Behavior<Command> onAllWaiting(AllWaiting waiting) {
    if (waiting.consumers() == Plan.CONSUMERS && stage == Stage.ARRIVED) {
      stage = Stage.AT_REST;
      reply();
    }
    return this;
  }

  // ---- death -------------------------------------------------------------------------------

  private Behavior<Command> onCaught(Caught message) {
    for (int i = 0; i < geometry.traps(); i++) {
      Trap trap = workshop.segment().trap(i);
      if (trap.caught() != Trap.NOBODY && condemned.add(trap.caught())) {
        kill(workshop.children().get(trap.caught()), trap);
      }
    }
    set.semop(Sembuf.of(Sems.CAUGHT, -1), new Caught());
    return news();
  }

  private void kill(Child child, Trap trap) {
    boolean holds = Evidence.holdsUnits(workshop, child, trap);
    reporter.killing(child, trap);
    Sembuf dies = Sembuf.of(Sems.life(child.seat()), 0);
    set.semop(dies, new Dead(child, trap, holds, System.nanoTime()));
    child.kill();
  }

  private Behavior<Command> onDead(Dead dead) throws IOException {
    long nanos = System.nanoTime() - dead.killedAt();
    Journal.Death death = new Journal.Death(dead.child(), dead.trap(), dead.held(), nanos);
    journal.died(death);
    reporter.replaced(death, hire(dead.child().role()));
    return news();
  }

  // ---- the end -----------------------------------------------------------------------------

  private Behavior<Command> onRemove(Remove remove) {
    stage = Stage.REMOVING;
    replyTo = remove.replyTo();
    if (failure != null) {
      return fail(failure);
    }
    set.rmid(Event.REMOVED);
    return news();
  }

  private Behavior<Command> onSaid(Said said) {
    Child child = said.child();
    switch (said.saying()) {
      case CORRECTED -> {
        Correction correction = Correction.parse(said.rest());
        journal.corrected(correction);
        reporter.corrected(child, correction);
      }
      case REDOING -> reporter.redoing(child, said.rest());
      case ENDED -> ended(child, Integer.parseInt(said.rest()));
      case REMOVED -> journal.removed(child.seat(), said.rest());
      default -> reporter.said(child, said.rest());
    }
    return news();
  }

  private void ended(Child child, int status) {
    journal.ended(child.seat(), status);
    if (stage == Stage.REMOVING) {
      replyIfAllIsOver();
    } else if (!condemned.contains(child.seat())) {
      fail(new IllegalStateException(child.name() + " has ended with status " + status));
    }
  }

  private Behavior<Command> replyIfAllIsOver() {
    boolean allEnded = journal.statuses().size() == workshop.children().size();
    if (stage == Stage.REMOVING && allEnded && journal.removalAtActor() != null) {
      reply();
    }
    return this;
  }

  /** EIDRM is no failure when this actor has asked for the removal: it answers its last sleep. */
  private Behavior<Command> onFailed(Failed failed) {
    if (stage == Stage.REMOVING && failed.cause() instanceof IpcRemovedException) {
      journal.removedAtActor(failed.cause().getMessage());
      return replyIfAllIsOver();
    }
    return fail(failed.cause());
  }

  private Behavior<Command> fail(Throwable cause) {
    failure = cause;
    if (replyTo != null) {
      replyTo.tell(StatusReply.error(cause));
      replyTo = null;
    }
    return this;
  }

  private void reply() {
    if (replyTo != null) {
      replyTo.tell(StatusReply.success(journal));
      replyTo = null;
    }
  }

  private Behavior<Command> news() {
    lastNews = System.nanoTime();
    return this;
  }
}
