package io.sysv4j.conformance.faults;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.offheap.internal.engine.Engine;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that makes calls of all kinds on a namespace while it is closed, and some more when it
 * has been: these must all be told so. It goes past the handle, which refuses late calls before
 * they begin.
 */
final class LateCalls extends Thread {
  private static final int KINDS = 11;
  private static final int MORE = 50;
  private static final Sembuf[] TAKE_HELD = {new Sembuf(LateCallsTest.HELD, -1, 0)};

  private final Engine engine;
  private final int set;
  private final int shmid;
  private final AtomicLong plain;
  private final Queue<Throwable> wrong;
  private int step;
  private volatile boolean isOver;

  /**
   * A caller.
   *
   * @param first which call it makes first
   * @param plain counts what its plain operations have added
   * @param wrong takes what should not have happened
   */
  LateCalls(
      Engine engine, int set, int shmid, int first, AtomicLong plain, Queue<Throwable> wrong) {
    super("late-" + first);
    this.engine = engine;
    this.set = set;
    this.shmid = shmid;
    this.step = first;
    this.plain = plain;
    this.wrong = wrong;
  }

  /** The namespace has been closed: every call that begins from now on must be told so. */
  void over() {
    isOver = true;
  }

  @Override
  public void run() {
    try {
      int late = 0;
      while (late < MORE) {
        boolean isLate = isOver;
        boolean isTold = isToldClosed();
        if (isLate && !isTold) {
          throw new AssertionError("call " + (step - 1) % KINDS + " was done after the end");
        }
        late += isLate ? 1 : 0;
      }
    } catch (Throwable e) {
      wrong.add(e);
    }
  }

  private boolean isToldClosed() {
    try {
      call(step++ % KINDS);
      return false;
    } catch (RuntimeException e) {
      if (isClosed(e instanceof CompletionException ? e.getCause() : e)) {
        return true;
      }
      throw e;
    }
  }

  /** Whether an exception says that the namespace is closed. */
  static boolean isClosed(Throwable e) {
    return e instanceof IllegalStateException && e.getMessage().contains("has been closed");
  }

  private void call(int kind) {
    switch (kind) {
      case 0:
        require(Errno.EAGAIN, engine.sem().trySemop(set, LateCallsTest.HELD, -1, 0));
        break;
      case 1:
        require(0, engine.semctl().get(set, LateCallsTest.HELD, Ipc.GETVAL));
        break;
      case 2:
        plainly(1);
        break;
      case 3:
        plainly(-1);
        break;
      case 4:
        engine.sem().semop(set, undo(1));
        break;
      case 5:
        engine.sem().semop(set, undo(-1));
        break;
      case 6:
        timeOut(() -> engine.sem().semtimedop(set, TAKE_HELD, Duration.ofNanos(200_000)));
        break;
      case 7:
        var future =
            engine.sem().semtimedopAsync(set, TAKE_HELD, Duration.ofNanos(200_000), Runnable::run);
        timeOut(future::join);
        break;
      case 8:
        require(0, engine.semctl().stat(set).perm().key());
        require(0, engine.semctl().getAll(set)[LateCallsTest.HELD]);
        break;
      case 9:
        engine.shm().shmat(shmid, 0, 0).close();
        break;
      default:
        engine.semctl().remove(engine.semctl().semget(Ipc.IPC_PRIVATE, 1, 0600));
        break;
    }
  }

  private static Sembuf[] undo(int op) {
    return new Sembuf[] {
      new Sembuf(LateCallsTest.FIRST, op, Ipc.SEM_UNDO),
      new Sembuf(LateCallsTest.SECOND, op, Ipc.SEM_UNDO)
    };
  }

  private void plainly(int op) {
    require(Errno.SUCCESS, engine.sem().trySemop(set, LateCallsTest.PLAIN, op, 0));
    plain.addAndGet(op);
  }

  private static void timeOut(Runnable sleep) {
    try {
      sleep.run();
      throw new AssertionError("it was given the unit of a living holder");
    } catch (IpcException e) {
      requireTimeOut(e);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof IpcException cause)) {
        throw e;
      }
      requireTimeOut(cause);
    }
  }

  private static void requireTimeOut(IpcException e) {
    if (e.errno() != Errno.EAGAIN) {
      throw e;
    }
  }

  private static void require(Object expected, Object seen) {
    if (!expected.equals(seen)) {
      throw new AssertionError("expected " + expected + ", seen " + seen);
    }
  }
}
