/**
 * System V IPC as typed actors of Apache Pekko: the calls are messages, their answers are {@link
 * org.apache.pekko.pattern.StatusReply}, and the failures that are nobody's fault go to
 * supervision.
 *
 * <pre>{@code
 * ActorSystem<IpcNamespaceActor.Command> system =
 *     ActorSystem.create(IpcNamespaceActor.open(uri), "shop");
 * }</pre>
 *
 * <pre>{@code
 * SemaphoreSetSpec spec = SemaphoreSetSpec.of(key, 1, Ipc.IPC_CREAT | 0600).withInitial(3);
 * CompletionStage<ActorRef<SemaphoreSetActor.Command>> permits =
 *     AskPattern.askWithStatus(
 *         system,
 *         replyTo -> new IpcNamespaceActor.Semget(spec, replyTo),
 *         Duration.ofSeconds(3),
 *         system.scheduler());
 * }</pre>
 *
 * <p>Who does what:
 *
 * <ul>
 *   <li>{@link io.sysv4j.actors.IpcNamespaceActor}: gets sets, each an actor and its child, and
 *       makes the calls on shared memory. Its rooms are {@code NamespaceBehavior} and {@code
 *       NamespaceHandle}.
 *   <li>{@link io.sysv4j.actors.SemaphoreSetActor}: one set. Its rooms are {@code SetBehavior},
 *       {@code Operation} (a semop under way) and {@code SetSource} (how the set is got, and got
 *       again).
 *   <li>{@link io.sysv4j.actors.SemaphoreSetSpec}, {@link io.sysv4j.actors.IpcActorSettings},
 *       {@link io.sysv4j.actors.Granted}: what goes in and what comes out.
 *   <li>{@code BlockingCall}: a child for one call that may touch files, on the blocking
 *       dispatcher; its supervision is the backoff for ENOSPC.
 * </ul>
 *
 * <p>That every request gets one answer is kept by three: a {@code Ticket} is answered once, by
 * whoever is first; a {@code Desk} has all tickets of one actor, watches who waits for them, and
 * answers them when the actor fails or stops; {@code LostMail} answers what no actor has read.
 *
 * <p>Streams, cluster and a Lease are to be built on these messages, not here.
 */
package io.sysv4j.actors;
