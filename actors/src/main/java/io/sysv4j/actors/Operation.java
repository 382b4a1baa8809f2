package io.sysv4j.actors;

import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A semop that was begun: who asked for it, what it grants, and the future that it may sleep in.
 */
record Operation(Ticket<Granted> ticket, Granted granted, CompletableFuture<Void> future) {
  /**
   * Begins a semop.
   *
   * @param timeout null = none
   */
  static Operation begin(
      IpcNamespace namespace,
      int semid,
      List<Sembuf> sops,
      Duration timeout,
      Ticket<Granted> ticket) {
    // the executor may be this thin: all that hangs on the future is a tell
    CompletableFuture<Void> future =
        namespace.semtimedopAsync(semid, sops.toArray(Sembuf[]::new), timeout, Runnable::run);
    return new Operation(ticket, new Granted(namespace, semid, sops), future);
  }

  boolean isDone() {
    return future.isDone();
  }

  /** Why a done operation failed, or null. */
  Throwable failure() {
    return future.handle((nothing, failure) -> failure).join();
  }

  /** What went wrong, out of the wrapping that futures give it. */
  static RuntimeException unwrap(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Takes the sleeper out. If it is too late for that, what it was granted goes back. */
  void withdraw() {
    if (!future.cancel(false)) {
      future.thenRun(granted::giveBack);
    }
  }
}
