package io.sysv4j.actors;

import com.typesafe.config.Config;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.RestartSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.slf4j.event.Level;

/**
 * How the actors meet the two failures that are not the requester's fault, and where they block.
 * {@link #of} reads them from {@code sysv4j.actors} of the system's configuration.
 *
 * @param onRemoved for EIDRM: {@link SupervisorStrategy#restart()}, with or without a limit, gets
 *     the set again; {@link SupervisorStrategy#stop()} stops the actor, and its watchers learn why.
 *     A set of IPC_PRIVATE can't be got again: its actor stops, whatever is said here.
 * @param onNoSpace for ENOSPC: {@link SupervisorStrategy#restartWithBackoff} makes the call again
 *     after a growing pause; {@link SupervisorStrategy#stop()} gives up at once. It also paces the
 *     tries to get a set that was removed and that nobody has made again yet.
 * @param maxWaiting how many requests one actor keeps while its set or namespace is being got;
 *     those beyond are answered with EAGAIN
 * @param dispatcher the configuration path of the dispatcher for calls that may touch files
 */
public record IpcActorSettings(
    SupervisorStrategy onRemoved, SupervisorStrategy onNoSpace, int maxWaiting, String dispatcher) {
  /** Refuses strategies under which requests could be lost, or a full namespace be stormed. */
  public IpcActorSettings {
    Objects.requireNonNull(dispatcher, "dispatcher");
    if (maxWaiting < 0) {
      throw new IllegalArgumentException("maxWaiting " + maxWaiting + " is below 0");
    }
    if (onRemoved instanceof RestartSupervisorStrategy restart) {
      onRemoved = restart.withStopChildren(false); // else requests wait in the supervisor's stash
    } else if (!stops(onRemoved)) {
      throw new IllegalArgumentException(
          "onRemoved is restart() or stop(), not " + onRemoved + "; onNoSpace paces the restart");
    }
    if (!(onNoSpace instanceof BackoffSupervisorStrategy) && !stops(onNoSpace)) {
      throw new IllegalArgumentException(
          "onNoSpace is restartWithBackoff(..) or stop(), not " + onNoSpace);
    }
  }

  private static boolean stops(SupervisorStrategy strategy) {
    SupervisorStrategy stop = SupervisorStrategy.stop();
    return strategy.getClass() == stop.getClass();
  }

  /** Reads {@code sysv4j.actors}. */
  public static IpcActorSettings of(ActorSystem<?> system) {
    return of(system.settings().config().getConfig("sysv4j.actors"));
  }

  /** Reads a section that is shaped as {@code sysv4j.actors} in reference.conf. */
  public static IpcActorSettings of(Config config) {
    return new IpcActorSettings(
        removed(config.getConfig("on-removed")),
        noSpace(config.getConfig("on-no-space")),
        config.getInt("max-waiting"),
        config.getString("dispatcher"));
  }

  private static SupervisorStrategy removed(Config config) {
    String strategy = config.getString("strategy");
    switch (strategy) {
      case "get-again":
        return SupervisorStrategy.restart()
            .withLimit(config.getInt("max-restarts"), config.getDuration("within"))
            .withLogLevel(Level.WARN);
      case "stop":
        return SupervisorStrategy.stop().withLogLevel(Level.WARN);
      default:
        throw new IllegalArgumentException(
            "on-removed.strategy is \"get-again\" or \"stop\", not \"" + strategy + "\"");
    }
  }

  private static SupervisorStrategy noSpace(Config config) {
    return SupervisorStrategy.restartWithBackoff(
            config.getDuration("min-backoff"),
            config.getDuration("max-backoff"),
            config.getDouble("random-factor"))
        .withMaxRestarts(config.getInt("max-restarts"))
        .withLogLevel(Level.WARN)
        .withCriticalLogLevel(Level.WARN, Integer.MAX_VALUE);
  }

  /** The same with another strategy for EIDRM. */
  public IpcActorSettings withOnRemoved(SupervisorStrategy strategy) {
    return new IpcActorSettings(strategy, onNoSpace, maxWaiting, dispatcher);
  }

  /** The same with another strategy for ENOSPC. */
  public IpcActorSettings withOnNoSpace(SupervisorStrategy strategy) {
    return new IpcActorSettings(onRemoved, strategy, maxWaiting, dispatcher);
  }

  /** The same with room for another number of waiting requests. */
  public IpcActorSettings withMaxWaiting(int requests) {
    return new IpcActorSettings(onRemoved, onNoSpace, requests, dispatcher);
  }

  /** The same with another dispatcher for calls that may touch files. */
  public IpcActorSettings withDispatcher(String path) {
    return new IpcActorSettings(onRemoved, onNoSpace, maxWaiting, path);
  }
}
