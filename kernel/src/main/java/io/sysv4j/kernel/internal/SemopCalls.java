package io.sysv4j.kernel.internal;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * semop and semtimedop. Each call is tried first with IPC_NOWAIT on every operation; most end
 * there. What answers EAGAIN is made again as it was given, by the {@link Sleepers}.
 */
final class SemopCalls {
  private static final int EAGAIN = -Errno.EAGAIN.number();

  private final Sleepers sleepers = new Sleepers();

  void semop(int semid, Sembuf[] sops) {
    int result = attempt(semid, sops, null);
    if (result == EAGAIN && SembufArray.maySleep(sops)) {
      result = sleepers.sleep(new Sleep(semid, sops, null));
    }
    if (result < 0) {
      throw SemFailures.semop(-result, semid, sops);
    }
  }

  void semop(int semid, int semNum, int semOp, int semFlg) {
    int result = attempt(semid, semNum, semOp, semFlg);
    if (result < 0) {
      Sembuf[] sops = SembufArray.of(semNum, semOp, semFlg);
      if (result != EAGAIN) {
        throw SemFailures.semop(-result, semid, sops);
      }
      semop(semid, sops);
    }
  }

  void semtimedop(int semid, Sembuf[] sops, Duration timeout) {
    int result = attempt(semid, sops, timeout);
    if (result == EAGAIN && SembufArray.maySleep(sops, timeout)) {
      result = sleepers.sleep(new Sleep(semid, sops, timeout));
    }
    if (result < 0) {
      throw SemFailures.semtimedop(-result, semid, sops, timeout);
    }
  }

  Errno trySemop(int semid, Sembuf[] sops) {
    return errno(attempt(semid, sops, null));
  }

  Errno trySemop(int semid, int semNum, int semOp, int semFlg) {
    return errno(attempt(semid, semNum, semOp, semFlg));
  }

  CompletableFuture<Void> semtimedopAsync(
      int semid, Sembuf[] sops, Duration timeout, Executor executor) {
    int result = attempt(semid, sops, timeout);
    if (result == EAGAIN && SembufArray.maySleep(sops, timeout)) {
      Sembuf[] copy = sops.clone();
      return sleepers.sleepAsync(
          new Sleep(semid, copy, timeout), error -> failure(error, semid, copy, timeout), executor);
    }
    return result < 0
        ? CompletableFuture.failedFuture(failure(-result, semid, sops, timeout))
        : CompletableFuture.completedFuture(null);
  }

  /** Withdraws all who sleep, and refuses sleep to all who come. */
  void close() {
    sleepers.close();
  }

  private static IpcException failure(int error, int semid, Sembuf[] sops, Duration timeout) {
    return timeout == null
        ? SemFailures.semop(error, semid, sops)
        : SemFailures.semtimedop(error, semid, sops, timeout);
  }

  private static Errno errno(int result) {
    return result < 0 ? Errno.of(-result) : Errno.SUCCESS;
  }

  /** The call with IPC_NOWAIT on every operation. */
  private static int attempt(int semid, Sembuf[] sops, Duration timeout) {
    try (Scratch scratch = SembufArray.take(sops)) {
      long ops = SembufArray.put(scratch, sops, Ipc.IPC_NOWAIT);
      long timespec = SembufArray.put(scratch, timeout);
      return Linux.semtimedop(semid, ops, SembufArray.length(sops), timespec);
    }
  }

  private static int attempt(int semid, int semNum, int semOp, int semFlg) {
    try (Scratch scratch = Scratch.take()) {
      long op = SembufArray.put(scratch, semNum, semOp, semFlg | Ipc.IPC_NOWAIT);
      return Linux.semtimedop(semid, op, 1, 0);
    }
  }
}
