package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcNamespace;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the calls of one side, with the side's own identifiers, on one namespace. Used by the
 * single-process mode and by each worker; safe for the worker's threads, as only the one that takes
 * its orders makes calls on segments.
 */
final class Caller {
  private final SemopCaller semops;
  private final SemCaller sems;
  private final ShmCaller shms;

  Caller(IpcNamespace namespace) {
    this.semops = new SemopCaller(namespace);
    this.sems = new SemCaller(namespace);
    this.shms = new ShmCaller(namespace);
  }

  /** Makes a call and waits for its end. */
  Answer call(Call call) {
    try {
      switch (call.kind()) {
        case SEMOP:
        case SEMOP_MANY:
        case SEMOP_NULL:
          return semops.call(call);
        default:
          long[] values =
              call.kind().compareTo(Kind.SHMGET) < 0 ? sems.call(call) : shms.call(call);
          return Answer.of(values);
      }
    } catch (RuntimeException | Error e) {
      return Answer.thrown(e);
    }
  }

  /** Starts an asynchronous semop. */
  CompletableFuture<Void> start(Call call) {
    return semops.start(call);
  }

  /** Ends all attaches. */
  void detachAll() {
    shms.detachAll();
  }
}
