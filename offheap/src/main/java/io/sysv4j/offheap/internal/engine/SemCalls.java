package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.sem.SemSet;
import io.sysv4j.offheap.internal.sem.Sops;
import io.sysv4j.offheap.internal.sync.AsyncSemop;
import io.sysv4j.offheap.internal.sync.Sleeping;
import io.sysv4j.offheap.internal.sync.SpinBudget;
import io.sysv4j.offheap.internal.sync.ThreadSleep;
import io.sysv4j.offheap.internal.sync.VirtualThreads;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * semop and its kin. Arguments are checked in the kernel's order before any shared memory is
 * touched; then one operation without SEM_UNDO takes the fast path, and all else the set's gate.
 */
public final class SemCalls {
  private static final int EAGAIN = -Errno.EAGAIN.number();
  private static final int EBUSY = -Errno.EBUSY.number();
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  private final Engine engine;
  private final Sets sets;
  private final Visits visits;
  private final long patience;

  /**
   * The calls of one handle.
   *
   * @param patience how long calls that may not block wait at a gate, in ns
   */
  public SemCalls(Engine engine, long patience) {
    this.engine = engine;
    this.sets = engine.sets;
    this.visits = engine.visits;
    this.patience = patience;
  }

  /** What this thread uses for the operations of each call. */
  private static Sops sops(Visit visit) {
    return visit.scratch instanceof Sops sops ? sops : newSops(visit);
  }

  private static Sops newSops(Visit visit) {
    Sops sops = new Sops();
    visit.scratch = sops;
    return sops;
  }

  // ---- one operation ---------------------------------------------------------------------

  /** semop with one operation. */
  public void semop(int semid, int semNum, int semOp, int semFlg) {
    int answer = fast(semid, semNum, semOp, semFlg);
    if (answer != 0) {
      notFast(answer, semid, Packed.pack(semNum, semOp, semFlg));
    }
  }

  private void notFast(int fast, int semid, long sop) {
    boolean mayBlock = !Packed.isNowait(sop);
    int answer = fast == SemSet.SLOW ? tryAnyhow(semid, sop, mayBlock) : fast;
    boolean maySpin = answer == EAGAIN && Packed.semOp(sop) < 0 && mayBlock;
    SetHandle met = maySpin && !isVirtual() ? sets.known(semid) : null;
    if (met != null && met.isWritable) {
      answer = spin(met, sop);
    }
    if (answer != 0) {
      refused(answer, semid, new Sembuf[] {Packed.unpack(sop)}, met);
    }
  }

  /**
   * It can't be done at once: sleeps for it if that was the reason, or throws.
   *
   * @param met the set at which it has spun in vain; null if it has not
   */
  private void refused(int answer, int semid, Sembuf[] sops, SetHandle met) {
    if (answer == EAGAIN || isTrouble(answer)) {
      semtimedop(semid, sops, null, met);
    } else {
      throw new SemopCall(engine, semid, sops, null).failure(answer);
    }
  }

  /** Whether it failed below, where the reason is only told by an exception. */
  private static boolean isTrouble(int answer) {
    Errno errno = Errno.of(-answer);
    return errno == Errno.EIO || errno == Errno.EIDRM || errno == Errno.EMFILE;
  }

  /** As semop with one operation and IPC_NOWAIT; answers the errno. */
  public Errno trySemop(int semid, int semNum, int semOp, int semFlg) {
    int answer = fast(semid, semNum, semOp, semFlg);
    if (answer == SemSet.SLOW) {
      answer = tryAnyhow(semid, Packed.pack(semNum, semOp, semFlg), false);
    }
    return answer == 0 ? Errno.SUCCESS : Errno.of(-answer);
  }

  /**
   * The fast path: 0, a negative errno, or SLOW if it is not for it. Small, so that it is compiled
   * into its callers.
   */
  private int fast(int semid, int semNum, int semOp, int semFlg) {
    SetHandle handle = (semFlg & Ipc.SEM_UNDO) == 0 ? sets.known(semid) : null;
    return handle != null && handle.allowsFast(semNum, (short) semOp)
        ? handle.set.fast(semNum, (short) semOp)
        : SemSet.SLOW;
  }

  /**
   * Waits a moment for units to come, without falling asleep: between two that are awake they often
   * come within a microsecond, and then nobody has to hand anything over. Who spins stands in no
   * queue yet: his call counts as made when it is done, or when he falls asleep. But he has met the
   * set, so its removal is EIDRM to him.
   *
   * @return 0, or the negative errno; EAGAIN if he should fall asleep
   */
  private int spin(SetHandle met, long sop) {
    SpinBudget budget = met.set.sleepers().spinBudget();
    int rounds = budget.rounds();
    for (int i = 0; i < rounds; i++) {
      if (met.set.looksPossible(Packed.semNum(sop), Packed.semOp(sop))) {
        int answer = tryAnyhow(met.semid, sop, true);
        if (answer != EAGAIN) {
          budget.paid();
          return answer == -Errno.EINVAL.number() ? -Errno.EIDRM.number() : answer;
        }
      }
      Thread.onSpinWait();
    }
    budget.wasted(rounds);
    return EAGAIN;
  }

  /** After a fresh look at the set: by the fast path if it can be, else under the gate. */
  private int tryAnyhow(int semid, long sop, boolean mayBlock) {
    Visit visit = visits.mine();
    return tried(visit, semid, sops(visit).take(sop), mayBlock);
  }

  // ---- arrays ----------------------------------------------------------------------------

  /** semop. */
  public void semop(int semid, Sembuf[] sops) {
    if (sops != null && sops.length == 1 && sops[0] != null) {
      semop(semid, sops[0].semNum(), sops[0].semOp(), sops[0].semFlg());
    } else {
      int answer = tryArray(semid, sops, true);
      if (answer != 0) {
        refused(answer, semid, sops, null);
      }
    }
  }

  /** As semop with IPC_NOWAIT on each operation; answers the errno. */
  public Errno trySemop(int semid, Sembuf[] sops) {
    if (sops != null && sops.length == 1 && sops[0] != null) {
      return trySemop(semid, sops[0].semNum(), sops[0].semOp(), sops[0].semFlg());
    }
    int answer = tryArray(semid, sops, false);
    return answer == 0 ? Errno.SUCCESS : Errno.of(-answer);
  }

  private int tryArray(int semid, Sembuf[] sops, boolean mayBlock) {
    Visit visit = visits.mine();
    Sops taken = sops(visit);
    int wrong = take(taken, semid, sops, null);
    return wrong == 0 ? tried(visit, semid, taken, mayBlock && !taken.hasNowait()) : wrong;
  }

  /** semtimedop. */
  public void semtimedop(int semid, Sembuf[] sops, Duration timeout) {
    semtimedop(semid, sops, timeout, null);
  }

  private void semtimedop(int semid, Sembuf[] sops, Duration timeout, SetHandle met) {
    engine.checkOpen();
    SemopCall call = new SemopCall(engine, semid, sops, timeout);
    Visit visit = visits.mine();
    Sops taken = sops(visit);
    int wrong = take(taken, semid, sops, timeout);
    if (wrong != 0) {
      throw call.failure(wrong);
    }
    boolean never = timeout != null && timeout.isZero();
    if (!never && isVirtual()) {
      semopOnVirtual(call);
      return;
    }
    ThreadSleep sleep = never ? null : new ThreadSleep(met == null);
    long deadline = deadline(timeout);
    visit.waits(patience, !never && !taken.hasNowait(), never ? Visit.FOREVER : deadline);
    int answer;
    try {
      SetHandle handle = met == null ? sets.get(semid) : met;
      answer = semopWith(visit, handle, taken, sleep, deadline);
    } catch (LostException | FileProblem | CorruptFileException e) {
      throw isBusy(e) && !never && isLate(deadline) ? call.failure(EAGAIN) : call.failure(e);
    }
    if (answer < 0) {
      throw call.failure(answer == EBUSY && !never && isLate(deadline) ? EAGAIN : answer);
    }
  }

  /** Whether another was changing the tables for as long as we could wait. */
  private static boolean isBusy(RuntimeException e) {
    return e instanceof FileProblem problem && problem.errno() == Errno.EBUSY;
  }

  private static boolean isLate(long deadline) {
    return deadline != Visit.FOREVER && deadline - System.nanoTime() <= 0;
  }

  private int tried(Visit visit, int semid, Sops sops, boolean mayBlock) {
    visit.waits(patience, mayBlock, Visit.FOREVER);
    engine.janitor.lookAfter();
    try {
      return begin(visit, sets.get(semid), sops, null, 0);
    } catch (LostException | FileProblem | CorruptFileException e) {
      return -Failures.errno(e).number();
    } catch (IpcException e) {
      return -e.errno().number();
    }
  }

  private int semopWith(
      Visit visit, SetHandle handle, Sops sops, ThreadSleep sleep, long deadline) {
    try {
      int answer = begin(visit, handle, sops, sleep, deadline);
      return answer == SemSet.ASLEEP ? await(visit, handle.set, sleep, deadline) : answer;
    } catch (Throwable e) {
      visit.failed = true; // its sleeper, if it has one, has no caller any more
      visits.settle(visit);
      throw e;
    }
  }

  private int await(Visit visit, SemSet set, ThreadSleep sleep, long deadline) {
    sets.sleepers.incrementAndGet();
    try {
      OpenEngines.leaveAllBut(engine);
      int answer = sleep.await(set.sleepers(), deadline);
      visit.isAwake();
      return answer;
    } finally {
      sets.sleepers.decrementAndGet();
    }
  }

  /** Checks against the set, then does the operations or falls asleep. */
  private int begin(Visit visit, SetHandle handle, Sops sops, Sleeping sleeping, long deadline) {
    int refusal = refusal(handle, sops);
    if (refusal != 0) {
      return refusal;
    }
    if (!handle.isWritable) {
      return handle.set.onlooker().awaitZeros(sops, deadline, sleeping != null, engine::checkOpen);
    }
    if (sops.count() == 1 && !sops.hasUndo()) {
      int answer = handle.set.fast(sops.highest(), sops.op(0));
      if (answer != SemSet.SLOW && (answer != EAGAIN || sleeping == null)) {
        return answer;
      }
    }
    if (sleeping != null || sops.hasUndo() && !handle.set.hasRow()) {
      sets.touch(handle.semid);
    }
    if (sleeping != null) {
      visits.beforeSleeping(visit);
      sleeping.mayFallAsleep();
    }
    return handle.set.semop(visit, sops, sleeping);
  }

  /** What the set says to an array before it is tried: 0, or a negative errno. */
  private int refusal(SetHandle handle, Sops sops) {
    if (handle == null) {
      return -Errno.EINVAL.number();
    }
    if (sops.highest() >= handle.nsems) {
      int prepared = sops.hasUndo() && handle.isWritable ? prepareUndo(handle) : 0;
      return prepared < 0 ? prepared : -Errno.EFBIG.number();
    }
    boolean allowed = sops.alters() ? handle.mayAlter : handle.mayRead;
    return allowed ? 0 : -Errno.EACCES.number();
  }

  /** Linux makes the undo record first: at its end, this process will have been in the set. */
  private int prepareUndo(SetHandle handle) {
    sets.touch(handle.semid);
    return handle.set.prepareUndo();
  }

  // ---- without a thread ------------------------------------------------------------------

  /** semtimedop whose caller holds a future. */
  public CompletableFuture<Void> semtimedopAsync(
      int semid, Sembuf[] sops, Duration timeout, Executor executor) {
    engine.checkOpen();
    Sembuf[] kept = sops == null ? null : sops.clone();
    return begin(new SemopCall(engine, semid, kept, timeout), executor, false);
  }

  /**
   * Begins a call that sleeps without a thread.
   *
   * @param isAwaited whether the calling thread waits for its end: then it waits at the gate for as
   *     long as the call may take
   */
  private CompletableFuture<Void> begin(SemopCall call, Executor executor, boolean isAwaited) {
    Visit visit = visits.mine();
    Sops taken = sops(visit);
    int wrong = take(taken, call.semid(), call.sops(), call.timeout());
    if (wrong != 0) {
      return CompletableFuture.failedFuture(call.failure(wrong));
    }
    long gateDeadline = isAwaited ? deadline(call.timeout()) : Visit.FOREVER;
    visit.waits(patience, false, gateDeadline);
    try {
      SetHandle handle = sets.get(call.semid());
      int refusal = refusal(handle, taken);
      if (refusal != 0) {
        throw call.failure(refusal);
      }
      if (!handle.isWritable) {
        return new OnlookingSemop(handle, call, deadline(call.timeout()), executor).begin();
      }
      Async future = new Async(handle, call, executor, gateDeadline);
      visit.waits(patience, isAwaited && !taken.hasNowait(), gateDeadline);
      return begin(visit, handle, taken, future);
    } catch (IpcException e) {
      return CompletableFuture.failedFuture(e);
    } catch (LostException | FileProblem | CorruptFileException e) {
      boolean isOver = isBusy(e) && isLate(gateDeadline);
      return CompletableFuture.failedFuture(isOver ? call.failure(EAGAIN) : call.failure(e));
    }
  }

  private CompletableFuture<Void> begin(Visit visit, SetHandle handle, Sops taken, Async future) {
    try {
      engine.dispatcher.start();
    } catch (OutOfMemoryError e) {
      return CompletableFuture.failedFuture(future.call.noThread(e));
    }
    boolean never = future.call.timeout() != null && future.call.timeout().isZero();
    try {
      int answer = begin(visit, handle, taken, never ? null : future, future.deadline());
      if (answer == SemSet.ASLEEP) {
        future.arrived();
        visit.isAwake();
      } else {
        boolean isOver = answer == EBUSY && isLate(future.gateDeadline);
        future.answered(isOver ? -EAGAIN : -answer);
      }
    } catch (Throwable e) {
      visit.failed = true;
      future.abandon();
      visits.settle(visit);
      throw e;
    }
    return future;
  }

  /** The future of a call: it can name it. */
  private final class Async extends AsyncSemop {
    private final SemopCall call;
    private final long gateDeadline;

    Async(SetHandle handle, SemopCall call, Executor executor, long gateDeadline) {
      super(handle.set.sleepers(), engine.dispatcher, SemCalls.deadline(call.timeout()), executor);
      this.call = call;
      this.gateDeadline = gateDeadline;
    }

    @Override
    protected RuntimeException failure(Errno error) {
      return call.failure(-error.number());
    }

    @Override
    protected RuntimeException failure(RuntimeException e) {
      return call.failure(e);
    }
  }

  /** A virtual thread waits for a future, so that its carrier can go on. */
  private void semopOnVirtual(SemopCall call) {
    CompletableFuture<Void> future = begin(call, Runnable::run, true);
    try {
      OpenEngines.leaveAllBut(engine);
      await(call, future);
    } catch (Error e) {
      if (future instanceof AsyncSemop sleeping) {
        sleeping.abandon();
      }
      throw e;
    }
  }

  private static void await(SemopCall call, CompletableFuture<Void> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        if (future.cancel(true)) {
          Thread.currentThread().interrupt();
          throw IpcException.of(Errno.EINTR, call.spell(), "the thread was interrupted", e);
        }
      } catch (java.util.concurrent.ExecutionException e) {
        restore(interrupted);
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new CompletionException(e.getCause());
      }
    }
    restore(interrupted);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isVirtual() {
    return VirtualThreads.isVirtual(Thread.currentThread());
  }

  // ---- arguments -------------------------------------------------------------------------

  /**
   * Takes the operations, and says what can be said before any set is looked at: 0, or a negative
   * errno, in the kernel's order.
   */
  private int take(Sops taken, int semid, Sembuf[] sops, Duration timeout) {
    if (sops == null) {
      return -Errno.EFAULT.number();
    }
    if (sops.length > engine.limits.semopm()) {
      return -Errno.E2BIG.number();
    }
    if (sops.length == 0) {
      return -Errno.EINVAL.number();
    }
    if (!taken.take(sops)) {
      return -Errno.EFAULT.number();
    }
    boolean valid = semid >= 0 && (timeout == null || !timeout.isNegative());
    return valid ? 0 : -Errno.EINVAL.number();
  }

  private static long deadline(Duration timeout) {
    return timeout == null || timeout.compareTo(LONGEST) >= 0
        ? ThreadSleep.FOREVER
        : System.nanoTime() + timeout.toNanos();
  }
}
