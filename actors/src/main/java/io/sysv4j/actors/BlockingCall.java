package io.sysv4j.actors;

import io.sysv4j.IpcException;
import io.sysv4j.IpcNoSpaceException;
import io.sysv4j.IpcRemovedException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An actor for one call that may touch files. Its parent spawns it on the blocking dispatcher and
 * watches it: it ends normally after it has handed on the result, or fails with what the call
 * threw.
 */
final class BlockingCall {
  private enum Go {
    GO
  }

  private BlockingCall() {}

  /** A call that returns nothing, as one that can be answered. */
  static Supplier<Done> done(Runnable call) {
    return () -> {
      call.run();
      return Done.getInstance();
    };
  }

  /** Makes the call once. */
  static <T> Behavior<?> once(Supplier<T> call, Consumer<T> then) {
    return quiet(call(call, then));
  }

  /** Makes the call again as the strategy says, while it fails with ENOSPC. */
  static <T> Behavior<?> untilSpace(Supplier<T> call, Consumer<T> then, SupervisorStrategy retry) {
    return quiet(Behaviors.supervise(call(call, then)).onFailure(IpcNoSpaceException.class, retry));
  }

  /** As {@link #untilSpace}, and while the set stays removed. */
  static <T> Behavior<?> untilThere(Supplier<T> call, Consumer<T> then, SupervisorStrategy retry) {
    Behavior<Go> untilSpace =
        Behaviors.supervise(call(call, then)).onFailure(IpcNoSpaceException.class, retry);
    return quiet(Behaviors.supervise(untilSpace).onFailure(IpcRemovedException.class, retry));
  }

  /** The parent answers for every failure, so none is logged here. */
  private static Behavior<Go> quiet(Behavior<Go> call) {
    return Behaviors.supervise(call)
        .onFailure(IpcException.class, SupervisorStrategy.stop().withLoggingEnabled(false));
  }

  /** The call is made for a message, not in the set-up: thus its failure arrives unwrapped. */
  private static <T> Behavior<Go> call(Supplier<T> call, Consumer<T> then) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(BlockingCall.class);
          context.getSelf().tell(Go.GO);
          return Behaviors.receiveMessage(
              go -> {
                then.accept(call.get());
                return Behaviors.stopped();
              });
        });
  }
}
