package io.sysv4j.conformance.harness;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A request that a peer has not answered yet. */
final class Pending {
  /** Longer than any test waits on purpose. */
  static final int HANG_SECONDS = 60;

  private final PeerJvm peer;
  private final String tag;
  private final String request;
  private final CompletableFuture<Reply> started = new CompletableFuture<>();
  private final CompletableFuture<Reply> settled = new CompletableFuture<>();

  Pending(PeerJvm peer, String tag, String request) {
    this.peer = peer;
    this.tag = tag;
    this.request = request;
  }

  String tag() {
    return tag;
  }

  void accept(Reply reply) {
    started.complete(reply);
    if (!reply.isStarted()) {
      settled.complete(reply);
    }
  }

  void fail(PeerDiedException death) {
    started.completeExceptionally(death);
    settled.completeExceptionally(death);
  }

  void whenSettled(Consumer<Reply> consumer) {
    settled.thenAccept(consumer);
  }

  void awaitStarted() {
    await(started, false);
  }

  /**
   * Waits for the answer.
   *
   * @param sleeps whether the call may sleep for as long as it likes; then an interrupt of the
   *     calling thread becomes one of the peer's
   */
  Reply answer(boolean sleeps) {
    return await(settled, sleeps);
  }

  private Reply await(CompletableFuture<Reply> future, boolean sleeps) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return sleeps && !interrupted ? future.get() : future.get(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          if (sleeps) {
            peer.send("interrupt", tag);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new PeerDiedException(e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new IllegalStateException(peer + " has not answered " + request, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
