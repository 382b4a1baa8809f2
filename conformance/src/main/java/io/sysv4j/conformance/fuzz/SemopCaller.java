package io.sysv4j.conformance.fuzz;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/** semop in all its forms. */
final class SemopCaller {
  private final IpcNamespace namespace;

  SemopCaller(IpcNamespace namespace) {
    this.namespace = namespace;
  }

  Answer call(Call call) {
    int semid = call.number(0);
    switch (call.kind()) {
      case SEMOP:
        return semop(semid, call.wait(1), sops(call));
      case SEMOP_MANY:
        Sembuf sop = sops(call)[0];
        Sembuf[] many = Collections.nCopies(call.number(1), sop).toArray(new Sembuf[0]);
        return semop(semid, Wait.TRY, many);
      default:
        return semop(semid, call.wait(1), null);
    }
  }

  private static Sembuf[] sops(Call call) {
    Sembuf[] sops = new Sembuf[call.size() - 2];
    for (int i = 0; i < sops.length; i++) {
      sops[i] = Packed.unpack(call.arg(i + 2));
    }
    return sops;
  }

  private Answer semop(int semid, Wait wait, Sembuf[] sops) {
    switch (wait) {
      case SEMOP:
        namespace.semop(semid, sops);
        return Answer.DONE;
      case SEMOP_ONE:
        namespace.semop(semid, sops[0].semNum(), sops[0].semOp(), sops[0].semFlg());
        return Answer.DONE;
      case TRY:
        return Answer.failed(namespace.trySemop(semid, sops));
      case TRY_ONE:
        Sembuf sop = sops[0];
        return Answer.failed(namespace.trySemop(semid, sop.semNum(), sop.semOp(), sop.semFlg()));
      case INTERRUPTED:
        return interrupted(semid, sops);
      default:
        if (wait.isAsync()) {
          namespace.semtimedopAsync(semid, sops, wait.timeout()).join();
        } else {
          namespace.semtimedop(semid, sops, wait.timeout());
        }
        return Answer.DONE;
    }
  }

  /** Answers also whether the thread is still interrupted afterwards: it must be. */
  private Answer interrupted(int semid, Sembuf[] sops) {
    Thread.currentThread().interrupt();
    Errno errno = Errno.SUCCESS;
    try {
      namespace.semop(semid, sops);
    } catch (IpcException e) {
      errno = e.errno();
    }
    return Answer.failed(errno, Thread.interrupted() ? 1 : 0);
  }

  CompletableFuture<Void> start(Call call) {
    int semid = call.number(0);
    Wait wait = call.wait(1);
    return wait == Wait.ASYNC
        ? namespace.semopAsync(semid, sops(call))
        : namespace.semtimedopAsync(semid, sops(call), wait.timeout());
  }
}
