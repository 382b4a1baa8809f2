package io.sysv4j.conformance.torture;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.Options;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Calls that must return while somebody pauses, wherever he does: those that may not block, or have
 * a time-out, end by themselves. The pause lasts until they have returned, or have had far longer
 * than they may take. They change nothing.
 */
final class Bounds {
  private static final int SLACK_SECONDS = 20;
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Engine engine;
  private final Board board;
  private final Map<Errno, Integer> answers = new EnumMap<>(Errno.class);

  /** Calls on a namespace that has been made. */
  Bounds(String uri) {
    engine = Engine.openAlone(Options.of(URI.create(uri)), UnaryOperator.identity());
    board = Board.find(engine);
  }

  /** What the calls have answered, and how often. */
  Map<Errno, Integer> answers() {
    return answers;
  }

  /** Makes the calls; throws a violation if one does not return, or answers what it may not. */
  void check() {
    for (int i = 0; i < Board.SETS; i++) {
      int set = board.set(i);
      Sembuf[] gated = {new Sembuf(Board.ZERO, 0, Ipc.SEM_UNDO)};
      Sembuf[] never = {new Sembuf(0, -Ipc.SEMVMX, 0), new Sembuf(1, 0, Ipc.SEM_UNDO)};
      call("trySemop", () -> engine.sem().trySemop(set, gated), Errno.EAGAIN, Errno.EBUSY);
      call("semtimedop", () -> slept(set, never), Errno.EAGAIN);
      call("getAll", () -> done(() -> engine.semctl().getAll(set)), Errno.EBUSY);
    }
    call("semget", () -> done(() -> engine.semctl().semget(1, 0, 0)), Errno.EBUSY);
    call("IPC_STAT", () -> done(() -> engine.shm().stat(board.cell())), Errno.EBUSY);
  }

  private Errno slept(int set, Sembuf[] sops) {
    engine.sem().semtimedop(set, sops, MOMENT);
    return Errno.SUCCESS;
  }

  private static Errno done(Supplier<?> body) {
    body.get();
    return Errno.SUCCESS;
  }

  private void call(String name, Supplier<Errno> body, Errno... allowed) {
    Errno answer = answer(name, body);
    answers.merge(answer, 1, Integer::sum);
    boolean isAllowed = answer == Errno.SUCCESS;
    for (Errno errno : allowed) {
      isAllowed |= answer == errno;
    }
    if (!isAllowed) {
      throw new Violation(name + " answers " + answer + " while somebody pauses");
    }
  }

  private static Errno answer(String name, Supplier<Errno> body) {
    CompletableFuture<Errno> answer = CompletableFuture.supplyAsync(() -> errno(body));
    try {
      return answer.get(SLACK_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Violation(name + " does not return while somebody pauses");
    } catch (ExecutionException e) {
      throw new CompletionException(name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Errno errno(Supplier<Errno> body) {
    try {
      return body.get();
    } catch (IpcException e) {
      return e.errno();
    }
  }

  /** Leaves the namespace. */
  void close() {
    engine.closeAlone();
  }
}
