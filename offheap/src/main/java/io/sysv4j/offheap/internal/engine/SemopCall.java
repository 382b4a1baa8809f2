package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Strace;
import java.time.Duration;

/**
 * A semop or semtimedop, as the messages of its failures name it.
 *
 * @param timeout null for semop
 */
record SemopCall(Engine engine, int semid, Sembuf[] sops, Duration timeout) {
  /** The call as strace spells it. */
  String spell() {
    return timeout == null ? Strace.semop(semid, sops) : Strace.semtimedop(semid, sops, timeout);
  }

  /** What it throws for an answer, a negative errno. */
  IpcException failure(int answer) {
    Errno errno = Errno.of(-answer);
    return IpcException.of(errno, spell(), reason(errno));
  }

  /** What it throws when something went wrong below. */
  IpcException failure(RuntimeException e) {
    return IpcException.of(Failures.errno(e), spell(), e.getMessage(), e);
  }

  /** What its future fails with when the system has no thread that could complete it. */
  IpcException noThread(OutOfMemoryError e) {
    return IpcException.of(Errno.ENOMEM, spell(), "no thread can be made: " + e.getMessage(), e);
  }

  private String reason(Errno errno) {
    switch (errno) {
      case E2BIG:
        return sops.length
            + " operations are more than SEMOPM "
            + engine.limits.semopm()
            + "; a namespace made with ?semopm=N allows N";
      case EFBIG:
        return "a sem_num is not below the set's number of semaphores";
      case EINVAL:
        return invalid();
      case EACCES:
        return "the set's mode does not allow it to us";
      case ERANGE:
        return "a value would exceed SEMVMX " + Ipc.SEMVMX + ", or an adjustment its range";
      case EAGAIN:
        return timeout == null || timeout.isZero() ? "it would have to wait" : "the time is over";
      case ENOMEM:
        return "no storage for a sleeper or an undo row: " + engine.sets.shortage(semid);
      case EIDRM:
        return "the set was removed";
      case EBUSY:
        return engine.visits.mine().busy("set " + semid);
      case EINTR:
        return "the thread was interrupted";
      case EFAULT:
        return "an operation is null";
      default:
        return null;
    }
  }

  private String invalid() {
    if (sops.length == 0) {
      return "there is no operation";
    }
    if (timeout != null && timeout.isNegative()) {
      return "the time-out is negative";
    }
    return engine.sets.isKnown(semid) ? "invalid" : "there is no set " + semid;
  }
}
